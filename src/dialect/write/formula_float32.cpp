// Idea: the tree is walked for each step, with every result rounded to a float; whole numbers stay whole as long as 32
//       bits hold them. A formula that leaves them, or whose small differences are lost in a float, does not agree.

#include "dialect/write/formula_float32.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dialect/write/compare.h"
#include "etude/base/number.h"
#include "etude/schedule/callable.h"

namespace etude::dialect::code {
namespace {

using Op = Term::Op;
using Does = Line::Does;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Walks one function at one step. A whole number, a float and a truth are all kept in a double, which holds each.
class Walk {
 public:
  Walk(const Formula& formula, const Function& function, double step) : formula_(formula) {
    set(function.parameter, step);
    result_ = rate_of(function.body).value_or(none);
  }
  double result() const { return result_; }

 private:
  std::optional<double> rate_of(const std::vector<Line>& lines);
  double value(const Term& term) const;
  double exact(const Term& term) const;
  double called(const Term& term) const;
  double variable(std::string_view name) const;
  void set(std::string_view name, double value);
  void count(const Line& line);

  const Formula& formula_;
  std::vector<std::pair<std::string_view, double>> variables_;
  std::vector<const Line*> lists_;
  double result_ = none;
};

double Walk::variable(std::string_view name) const {
  const auto found =
      std::find_if(variables_.begin(), variables_.end(), [&](const auto& each) { return each.first == name; });
  return found == variables_.end() ? none : found->second;
}

void Walk::set(std::string_view name, double value) {
  const auto found =
      std::find_if(variables_.begin(), variables_.end(), [&](const auto& each) { return each.first == name; });
  if (found == variables_.end())
    variables_.emplace_back(name, value);
  else
    found->second = value;
}

double Walk::called(const Term& term) const {
  for (const Function& each : formula_.functions)
    if (each.name == term.text) return Walk(formula_, each, value(term.of[0])).result();
  return none;
}

double Walk::exact(const Term& term) const {
  const auto of = [&](std::size_t i) { return value(term.of[i]); };
  switch (term.op) {
    case Op::number:
      return to_double(term.text).value_or(none);
    case Op::pi:
      return 3.141592653589793;
    case Op::infinity:
      return std::numeric_limits<double>::infinity();
    case Op::name:
      return variable(term.text);
    case Op::entry:
      for (const Line* each : lists_)
        if (each->name == term.text)
          return each->numbers[static_cast<std::size_t>(
              std::clamp(of(0), 0.0, static_cast<double>(each->numbers.size() - 1)))];
      return none;
    case Op::call:
      return called(term);
    case Op::either:
      return of(0) != 0 || of(1) != 0 ? 1 : 0;
    case Op::both:
      return of(0) != 0 && of(1) != 0 ? 1 : 0;
    case Op::compare: {
      const double a = of(0), b = of(1);
      const bool holds = term.text == "<"    ? a < b
                         : term.text == "<=" ? a <= b
                         : term.text == ">"  ? a > b
                         : term.text == ">=" ? a >= b
                                             : (a == b) == (term.text == "==");
      return holds ? 1 : 0;
    }
    case Op::add:
      return of(0) + of(1);
    case Op::subtract:
      return of(0) - of(1);
    case Op::multiply:
      return of(0) * of(1);
    case Op::divide:
      return of(0) / of(1);
    case Op::whole_divide:
      return std::floor(of(0) / of(1));
    case Op::remainder:
      return of(0) - std::floor(of(0) / of(1)) * of(1);
    case Op::power:
      return std::pow(of(0), of(1));
    case Op::negate:
      return -of(0);
    case Op::choose:
      return of(1) != 0 ? of(0) : of(2);
    case Op::least:
      return std::min(of(0), of(1));
    case Op::most:
      return std::max(of(0), of(1));
    case Op::cosine:
      return std::cos(of(0));
    case Op::tangent:
      return std::tanh(of(0));
    case Op::root:
      return std::sqrt(of(0));
    case Op::logarithm:
      return std::log(of(0));
    case Op::exponential:
      return std::exp(of(0));
    case Op::floor:
      return std::floor(of(0));
    case Op::truncate:
      return std::trunc(of(0));
  }
  return none;
}

double Walk::value(const Term& term) const {
  const double value = exact(term);
  if (term.type == Type::whole) return std::abs(value) <= std::numeric_limits<std::int32_t>::max() ? value : none;
  return static_cast<double>(static_cast<float>(value));
}

void Walk::count(const Line& line) {
  const auto list =
      std::find_if(lists_.begin(), lists_.end(), [&](const Line* each) { return each->name == line.text; });
  if (list == lists_.end()) return set(line.name, none);
  const auto& all = (*list)->numbers;
  const double t = value(line.term);
  const auto end =
      line.is_strict ? std::lower_bound(all.begin(), all.end(), t) : std::upper_bound(all.begin(), all.end(), t);
  set(line.name, static_cast<double>(end - all.begin()));
}

std::optional<double> Walk::rate_of(const std::vector<Line>& lines) {
  for (const Line& each : lines) {
    if (each.does == Does::give) return value(each.term);
    if (each.does == Does::fail || each.does == Does::loop) return none;
    if (each.does == Does::set) set(each.name, value(each.term));
    if (each.does == Does::list) lists_.push_back(&each);
    if (each.does == Does::count) count(each);
    if (each.does == Does::when && value(each.term) != 0)
      if (const auto rate = rate_of(each.inner)) return rate;
  }
  return std::nullopt;
}

}  // namespace

bool agrees_in_float32(const Formula& formula, const Schedule& schedule, Step steps) {
  const auto computed = callable(
      {.function = [&](Step t) { return Walk(formula, formula.functions.back(), static_cast<double>(t)).result(); },
       .label = "float32"});
  return computed && !first_apart(schedule, *computed, steps, in_float32);
}

}  // namespace etude::dialect::code
