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
  Rust() { spaces = 4; }

 protected:
  std::string function(const Function& function) const override;
  Piece piece(const Term& term) const override;
  std::string line(const Line& line, bool is_last) const override;

 private:
  Piece real(const Term& term) const;
  Piece as_type(Type type, const Term& term) const { return type == Type::whole ? piece(term) : real(term); }
  Piece compared(const Term& term) const;
  Piece of_two(const Term& term) const;
  std::string setting(const Line& line) const;
};

std::string list_name(std::string name) {
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

/// The term as an f64.
Piece Rust::real(const Term& term) const {
  if (term.type != Type::whole) return piece(term);
  if (term.op == Op::number) return {term.text + ".0"};
  if (term.op == Op::negate && term.of[0].op == Op::number) return {filled("-{}.0", {term.of[0].text}), Rank::sign};
  return {at_least(Rank::cast, term) + " as f64", Rank::cast};
}

/// A cast on the left of a comparison would take it for the type's own bracket.
Piece Rust::compared(const Term& term) const {
  const Type type = term.of[0].type == Type::whole && term.of[1].type == Type::whole ? Type::whole : Type::real;
  Piece left = as_type(type, term.of[0]);
  if (left.text.ends_with("as f64")) left = {filled("({})", {left.text})};
  return joined({at_least(Rank::sum, left)}, term.text, {at_least(Rank::sum, as_type(type, term.of[1]))},
                Rank::compare);
}

Piece Rust::of_two(const Term& term) const {
  const Sign sign = sign_of(term);
  return joined(as_type(term.type, term.of[0]), sign.text, as_type(term.type, term.of[1]), sign.rank);
}

Piece Rust::piece(const Term& term) const {
  const auto call = [&](const char* name) { return called(name, {real(term.of[0])}); };
  switch (term.op) {
    case Op::number:
    case Op::name:
      return {term.text};
    case Op::pi:
      return {"std::f64::consts::PI"};
    case Op::infinity:
      return {"f64::INFINITY"};
    case Op::entry:
      return {filled("{}[{}{}]", {list_name(term.text), at_least(Rank::cast, term.of[0]),
                                  term.of[0].op == Op::number ? "" : " as usize"})};
    case Op::call:
      return called(term.text, {piece(term.of[0])});
    case Op::either:
    case Op::both:
      return joined(piece(term.of[0]), sign_of(term).text, piece(term.of[1]), sign_of(term).rank);
    case Op::compare:
      return compared(term);
    case Op::power:
      return called("f64::powf", {real(term.of[0]), real(term.of[1])});
    case Op::negate:
      return {"-" + at_least(Rank::tight, term.of[0]), Rank::sign};
    case Op::choose:
      return {filled("if {} { {} } else { {} }",
                     {bare(term.of[1]), as_type(term.type, term.of[0]).text, as_type(term.type, term.of[2]).text}),
              Rank::loose};
    case Op::least:
    case Op::most:
      return called(filled("{}::{}", {term.type == Type::whole ? "i64" : "f64", term.op == Op::least ? "min" : "max"}),
                    {as_type(term.type, term.of[0]), as_type(term.type, term.of[1])});
    case Op::cosine:
      return call("f64::cos");
    case Op::tangent:
      return call("f64::tanh");
    case Op::root:
      return call("f64::sqrt");
    case Op::logarithm:
      return call("f64::ln");
    case Op::exponential:
      return call("f64::exp");
    case Op::floor:
      return call("f64::floor");
    case Op::truncate:
      return term.of[0].type == Type::whole ? piece(term.of[0])
                                            : Piece{at_least(Rank::cast, term.of[0]) + " as i64", Rank::cast};
    default:
      return of_two(term);
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
