// Rust: every whole number that meets a real one is cast; what is set again is declared so; the last line of a function
// is its value.

#include <algorithm>
#include <cctype>

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

class Rust final : public Code {
 public:
  Rust() : Code(Tongue::rust, 4) {}

 protected:
  std::string function(const Function& function) const override;
  std::string line(const Line& line, bool is_last) const override;
  Piece other(const Term& term) const override;
  Piece real(const Term& term) const override;

 private:
  Piece compared(const Term& term) const;
  std::string setting(const Line& line) const;
};

std::string list_name(std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

Piece Rust::real(const Term& term) const {
  if (term.type != Type::whole) return piece(term);
  if (term.op == Op::number) return {term.text + ".0"};
  if (term.op == Op::negate) return signed_by("-", real(term.of[0]));
  return {at_least(Rank::cast, term) + " as f64", Rank::cast};
}

/// A cast on the left of a comparison would take it for the type's own bracket.
Piece Rust::compared(const Term& term) const {
  const Type type = term.of[0].type == Type::whole && term.of[1].type == Type::whole ? Type::whole : Type::real;
  Piece left = as_type(type, term.of[0]);
  if (left.text.ends_with("as f64")) left.rank = Rank::loose;
  return joined(left, term, as_type(type, term.of[1]));
}

Piece Rust::other(const Term& term) const {
  const Term& first = term.of[0];
  const auto typed = [&](std::size_t i) { return as_type(term.type, term.of[i]); };
  switch (term.op) {
    case Op::entry:
      return {filled("{}[{}{}]",
                     {list_name(term.text), at_least(Rank::cast, first), first.op == Op::number ? "" : " as usize"})};
    case Op::either:
    case Op::both:
      return joined(piece(first), term, piece(term.of[1]));
    case Op::compare:
      return compared(term);
    case Op::negate:
      return signed_by("-", {at_least(Rank::tight, first)});
    case Op::choose:
      return {filled("if {} { {} } else { {} }", {bare(term.of[1]), typed(0).text, typed(2).text}), Rank::loose};
    case Op::least:
    case Op::most:
      return {filled("i64::{}({}, {})", {term.op == Op::least ? "min" : "max", bare(first), bare(term.of[1])})};
    case Op::truncate:
      return first.type == Type::whole ? piece(first) : Piece{at_least(Rank::cast, first) + " as i64", Rank::cast};
    default:
      return joined(typed(0), term, typed(1));
  }
}

std::string Rust::setting(const Line& line) const {
  const char* declared = !line.is_new ? "" : line.is_set_again ? "let mut " : "let ";
  if (line.does == Does::set) return filled("{}{} = {};\n", {declared, line.name, bare(line.term)});
  return filled(
      "{}{} = {}.partition_point(|a| *a {} {}) as i64;\n",
      {declared, line.name, list_name(line.text), line.is_strict ? "<" : "<=", at_least(Rank::sum, real(line.term))});
}

std::string Rust::line(const Line& line, bool is_last) const {
  switch (line.does) {
    case Does::set:
    case Does::count:
      return setting(line);
    case Does::list:
      return filled("static {}: [f64; {}] = [\n{}];\n",
                    {list_name(line.name), line.numbers.size(), rows_of(line.numbers, 4)});
    case Does::when:
      return filled("if {} {\n{}}\n", {bare(line.term), block(line.inner, false)});
    case Does::loop:
      return filled("while {} {\n{}}\n", {bare(line.term), block(line.inner, false)});
    case Does::leave:
      return "break;\n";
    case Does::give:
      return filled(is_last ? "{}\n" : "return {};\n", {real(line.term).text});
    case Does::fail:
      return is_last ? "f64::NAN\n" : "return f64::NAN;\n";
  }
  return "";
}

std::string Rust::function(const Function& function) const {
  const std::string about =
      function.about.empty() ? "/// The rate of that step, from 0 on." : filled("// {}", {function.about});
  const char* how = function.sets_parameter ? "mut " : function.reads_parameter ? "" : "_";
  return filled("{}\nfn {}({}{}: i64) -> f64 {\n{}}\n",
                {about, function.name, how, function.parameter, block(function.body, true)});
}

}  // namespace

std::string in_rust(const Formula& formula) { return Rust().text_of(formula); }

}  // namespace etude::dialect::code
