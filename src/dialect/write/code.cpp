// What a language calls an operation is in two tables, one of functions and constants, one of operators.

#include "dialect/write/code.h"

#include <algorithm>
#include <iterator>

#include "dialect/write/programs.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;

struct Name {
  Op op;
  const char* in[3];  // C, Rust, traced Python; empty where it is no function there
};

constexpr Name names[] = {{Op::pi, {"3.141592653589793", "std::f64::consts::PI", "pi"}},
                          {Op::infinity, {"INFINITY", "f64::INFINITY", "inf"}},
                          {Op::either, {"", "", "logical_or"}},
                          {Op::both, {"", "", "logical_and"}},
                          {Op::power, {"pow", "f64::powf", ""}},
                          {Op::least, {"fmin", "f64::min", "minimum"}},
                          {Op::most, {"fmax", "f64::max", "maximum"}},
                          {Op::cosine, {"cos", "f64::cos", "cos"}},
                          {Op::tangent, {"tanh", "f64::tanh", "tanh"}},
                          {Op::root, {"sqrt", "f64::sqrt", "sqrt"}},
                          {Op::logarithm, {"log", "f64::ln", "log"}},
                          {Op::exponential, {"exp", "f64::exp", "exp"}},
                          {Op::floor, {"floor", "f64::floor", "floor"}}};

struct Sign {
  Op op;
  const char* text;
  Rank rank;
};

constexpr Sign signs[] = {
    {Op::either, "||", Rank::either}, {Op::both, "&&", Rank::both},           {Op::compare, "", Rank::compare},
    {Op::add, "+", Rank::sum},        {Op::subtract, "-", Rank::sum},         {Op::multiply, "*", Rank::product},
    {Op::divide, "/", Rank::product}, {Op::whole_divide, "/", Rank::product}, {Op::remainder, "%", Rank::product}};

}  // namespace

std::string Code::text_of(const Formula& formula) const {
  std::string text;
  for (const Function& each : formula.functions) add_item(text, function(each), "\n");
  return text;
}

std::string Code::block(const std::vector<Line>& lines, bool is_body) const {
  std::string text;
  for (const Line& each : lines) text += line(each, is_body && &each == &lines.back());
  return indented(text, spaces_);
}

Piece Code::piece(const Term& term) const {
  if (term.op == Op::number || term.op == Op::name) return {term.text};
  const auto name =
      std::find_if(std::begin(names), std::end(names), [&](const Name& each) { return each.op == term.op; });
  const bool is_whole = term.type == Type::whole;  // for wholes there is another word
  std::string function = term.op == Op::call ? term.text : "";
  if (name != std::end(names) && !is_whole) function = name->in[static_cast<std::size_t>(tongue_)];
  if (function.empty()) return other(term);
  if (term.of.empty()) return {function};
  std::string arguments;
  for (const Term& each : term.of) add_item(arguments, (term.op == Op::call ? piece(each) : real(each)).text);
  return {filled("{}({})", {function, arguments})};
}

std::string Code::at_least(Rank rank, const Piece& piece) {
  return piece.rank >= rank ? piece.text : filled("({})", {piece.text});
}

Piece Code::signed_by(const char* text, const Piece& piece) { return {text + at_least(Rank::sign, piece), Rank::sign}; }

Piece Code::joined(const Piece& left, const Term& term, const Piece& right) {
  const Sign& sign =
      *std::find_if(std::begin(signs), std::end(signs), [&](const Sign& each) { return each.op == term.op; });
  const Rank above = static_cast<Rank>(static_cast<int>(sign.rank) + 1);
  return {filled("{} {} {}", {at_least(sign.rank, left), term.text.empty() ? sign.text : term.text.c_str(),
                              at_least(above, right)}),
          sign.rank};
}

Result<Program> program_of(const Written& written, std::string_view program,
                           std::string (*in_language)(const Formula&)) {
  const auto formula = formula_of(written.plan.lr, written.steps);
  if (!formula) return pass_on(formula.error());
  return Program{program_text(program, {{"ETUDE_FUNCTIONS", in_language(*formula)}, {"ETUDE_STEPS", written.run}}), "",
                 notes_of(*formula)};
}

}  // namespace etude::dialect::code
