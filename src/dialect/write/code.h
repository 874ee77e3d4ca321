#pragma once
// A formula in other languages than Python: what they say alike is here, the rest in code_<language>.cpp.

#include <initializer_list>
#include <optional>
#include <string>

#include "dialect/write/formula.h"

namespace etude::dialect::code {

/// How tightly what stands outermost in a piece of code holds together, from loose to tight.
enum class Rank { loose, choice, either, both, compare, sum, product, cast, sign, tight };

struct Piece {
  std::string text;
  Rank rank = Rank::tight;
};

class Code {
 public:
  virtual ~Code() = default;
  /// Every function, the last one `rate`.
  std::string text_of(const Formula& formula) const;

 protected:
  virtual std::string function(const Function& function) const = 0;
  virtual Piece piece(const Term& term) const = 0;
  virtual std::string line(const Line& line, bool is_last) const = 0;

  /// The lines, indented once; the last of a function's body is its last.
  std::string block(const std::vector<Line>& lines, bool is_body) const;
  /// The piece, in parentheses where it is looser than that.
  static std::string at_least(Rank rank, const Piece& piece);
  std::string at_least(Rank rank, const Term& term) const { return at_least(rank, piece(term)); }
  std::string bare(const Term& term) const { return piece(term).text; }
  /// "a + b", of pieces that are of that rank on the left and above it on the right.
  static Piece joined(const Piece& left, const std::string& with, const Piece& right, Rank rank);
  static Piece called(const std::string& name, std::initializer_list<Piece> arguments);
  int spaces = 2;
};

/// How an operator of two terms is written, and its rank, where the languages do not differ.
struct Sign {
  const char* text;
  Rank rank;
};
Sign sign_of(const Term& term);

std::string in_c(const Formula& formula);
std::string in_rust(const Formula& formula);
/// Nothing where the formula has a loop, which a traced step cannot leave.
std::optional<std::string> in_jax(const Formula& formula);

}  // namespace etude::dialect::code
