// JAX: Python whose step may be traced, so that both sides of a condition are computed and jnp.where takes one. What is
// returned early is kept until the end, where the first that holds is taken.

#include "dialect/write/code.h"
#include "dialect/write/python.h"
#include "etude/base/pattern.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

class Jax final : public Code {
 public:
  Jax() : Code(Tongue::jax, 4) {}

 protected:
  std::string function(const Function& function) const override;
  std::string line(const Line& line, bool is_last) const override;
  Piece other(const Term& term) const override;

 private:
  std::string rate_of(const Line& line) const { return line.does == Does::fail ? "jnp.nan" : bare(line.term); }
};

Piece Jax::other(const Term& term) const {
  const Term& first = term.of[0];
  switch (term.op) {
    case Op::entry:
      return {filled("{}[{}]", {term.text, bare(first)})};
    case Op::power:
      return {filled("{} ** {}", {at_least(Rank::tight, first), at_least(Rank::sign, term.of[1])}), Rank::sign};
    case Op::negate:
      return signed_by("-", piece(first));
    case Op::choose:
      return {filled("jnp.where({}, {}, {})", {bare(term.of[1]), bare(first), bare(term.of[2])})};
    case Op::whole_divide:
      return {filled("{} // {}", {at_least(Rank::product, first), at_least(Rank::cast, term.of[1])}), Rank::product};
    default:
      return joined(piece(first), term, piece(term.of[1]));
  }
}

std::string Jax::line(const Line& line, bool) const {
  switch (line.does) {
    case Does::set:
      return filled("{} = {}\n", {line.name, bare(line.term)});
    case Does::list:
      return filled("{} = jnp.array([\n{}])\n", {line.name, rows_of(line.numbers, 4)});
    case Does::count:
      return filled("{} = jnp.sum({} {} {})\n",
                    {line.name, at_least(Rank::sum, line.term), line.is_strict ? ">" : ">=", line.text});
    default:
      return "";
  }
}

std::string Jax::function(const Function& function) const {
  std::string lines, early, after;
  int kept = 0;
  for (const Line& each : function.body) {
    if (each.does == Does::when) {
      const std::string is = filled("is_{}", {++kept}), rate = filled("rate_if_{}", {kept});
      lines += filled("{}, {} = {}, {}\n", {is, rate, bare(each.term), rate_of(each.inner[0])});
      early += filled("jnp.where({}, {}, ", {is, rate});
      after += ")";
    } else if (each.does == Does::give || each.does == Does::fail) {
      lines += filled("return {}{}{}\n", {early, rate_of(each), after});
    } else {
      lines += line(each, false);
    }
  }
  return filled("def {}({}):{}\n{}",
                {function.name, function.parameter, function.about.empty() ? "" : filled("  # {}", {function.about}),
                 indented(lines, 4)});
}

/// Only rates under conditions, and no loops?
bool is_straight(const Formula& formula) {
  for (const Function& function : formula.functions)
    for (const Line& each : function.body) {
      const bool gives =
          each.inner.size() == 1 && (each.inner[0].does == Does::give || each.inner[0].does == Does::fail);
      if (each.does == Does::loop || (each.does == Does::when && !gives)) return false;
    }
  return true;
}

}  // namespace

std::optional<std::string> in_jax(const Formula& formula) {
  if (!is_straight(formula)) return std::nullopt;
  return Jax().text_of(formula);
}

}  // namespace etude::dialect::code
