#pragma once
// A formula in other languages than Python: what they say alike is here, the rest in code_<language>.cpp.

#include <optional>
#include <string>

#include "dialect/write/formula.h"
#include "dialect/write/plain.h"

namespace etude::dialect::code {

/// How tightly what stands outermost in a piece of code holds together, from loose to tight.
enum class Rank { loose, choice, either, both, compare, sum, product, cast, sign, tight };

struct Piece {
  std::string text;
  Rank rank = Rank::tight;
};

enum class Tongue { c, rust, traced };

class Code {
 public:
  Code(Tongue tongue, int spaces) : tongue_(tongue), spaces_(spaces) {}
  virtual ~Code() = default;
  /// Every function, the last one `rate`.
  std::string text_of(const Formula& formula) const;

 protected:
  virtual std::string function(const Function& function) const = 0;
  virtual std::string line(const Line& line, bool is_last) const = 0;
  /// A term of an operation that has no name in the table of all languages.
  virtual Piece other(const Term& term) const = 0;
  /// The term as a real number.
  virtual Piece real(const Term& term) const { return piece(term); }

  Piece piece(const Term& term) const;
  Piece as_type(Type type, const Term& term) const { return type == Type::whole ? piece(term) : real(term); }
  /// The lines, indented once; the last of a function's body is its last.
  std::string block(const std::vector<Line>& lines, bool is_body) const;
  /// The piece, in parentheses where it is looser than that.
  static std::string at_least(Rank rank, const Piece& piece);
  std::string at_least(Rank rank, const Term& term) const { return at_least(rank, piece(term)); }
  std::string bare(const Term& term) const { return piece(term).text; }
  /// The piece with a text before it, as tight as a sign.
  static Piece signed_by(const char* text, const Piece& piece);
  /// "a + b", of pieces that are of its rank on the left and above it on the right.
  static Piece joined(const Piece& left, const Term& term, const Piece& right);

 private:
  Tongue tongue_;
  int spaces_;
};

std::string in_c(const Formula& formula);
std::string in_rust(const Formula& formula);
/// In Python, of a step that JAX, TensorFlow or torch may trace. It calls real, whole, divided, minimum, maximum, where,
/// entry, count_up_to, count_below, loop, go_on_unless and functions of one number, which adapters/python/etude/_traced.py
/// defines for each library. Nothing where the formula branches in another way than the kinds do.
std::optional<std::string> in_traced(const Formula& formula);

/// The program that a template is around the formula in its language, without a phrase.
Result<Program> program_of(const Written& written, std::string_view program,
                           std::string (*in_language)(const Formula&));

}  // namespace etude::dialect::code
