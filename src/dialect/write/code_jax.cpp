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
  Jax() { spaces = 4; }

 protected:
  std::string function(const Function& function) const override;
  Piece piece(const Term& term) const override;
  std::string line(const Line& line, bool is_last) const override;

 private:
  std::string rate_of(const Line& line) const { return line.does == Does::fail ? "jnp.nan" : bare(line.term); }
};

const char* name_of(Op op) {
  switch (op) {
    case Op::either:
      return "jnp.logical_or";
    case Op::both:
      return "jnp.logical_and";
    case Op::choose:
      return "jnp.where";
    case Op::least:
      return "jnp.minimum";
    case Op::most:
      return "jnp.maximum";
    case Op::cosine:
      return "jnp.cos";
    case Op::tangent:
      return "jnp.tanh";
    case Op::root:
      return "jnp.sqrt";
    case Op::logarithm:
      return "jnp.log";
    case Op::exponential:
      return "jnp.exp";
    default:
      return "jnp.floor";
  }
}

Piece Jax::piece(const Term& term) const {
  const auto of = [&](std::size_t i) { return piece(term.of[i]); };
  switch (term.op) {
    case Op::number:
    case Op::name:
      return {term.text};
    case Op::pi:
      return {"jnp.pi"};
    case Op::infinity:
      return {"jnp.inf"};
    case Op::entry:
      return {filled("{}[{}]", {term.text, bare(term.of[0])})};
    case Op::call:
      return called(term.text, {of(0)});
    case Op::power:
      return {filled("{} ** {}", {at_least(Rank::tight, of(0)), at_least(Rank::sign, of(1))}), Rank::sign};
    case Op::negate:
      return {"-" + at_least(Rank::sign, of(0)), Rank::sign};
    case Op::choose:
      return called(name_of(term.op), {of(1), of(0), of(2)});
    case Op::whole_divide:
      return joined(of(0), "//", of(1), Rank::product);
    case Op::compare:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::remainder:
      return joined(of(0), sign_of(term).text, of(1), sign_of(term).rank);
    case Op::either:
    case Op::both:
    case Op::least:
    case Op::most:
      return called(name_of(term.op), {of(0), of(1)});
    default:
      return called(name_of(term.op), {of(0)});
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
                 indented(lines, spaces)});
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
