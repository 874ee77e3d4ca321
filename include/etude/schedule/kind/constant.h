#ifndef ETUDE_SCHEDULE_KIND_CONSTANT_H
#define ETUDE_SCHEDULE_KIND_CONSTANT_H
// The same rate at every step.

#include <algorithm>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = value. Endless, unless `steps` gives it a length to be followed by something else.
struct Constant {
  double value = unset;  // the rate
  Step steps = endless;  // how long, where something follows

  double operator()(Step) const { return value; }
  void values(Step, std::span<double> out) const { std::fill(out.begin(), out.end(), value); }
  Step length() const { return steps; }
  std::string in_python() const { return python::lines("return {}\n", {value}); }

  static constexpr std::string_view name = "constant";
  static constexpr std::string_view formula = "value";
  static constexpr std::string_view meaning = "the same rate at every step";
  static constexpr std::string_view source = "Robbins and Monro 1951 (as the case their theory excludes)";
  static constexpr Example example{"constant(value=0.1)", "0.1, 0.1, 0.1"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Constant::value>(Unit::rate, {}, "the rate"),
        field<&Constant::steps>(Unit::steps, {}, "how long it lasts, where something follows"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Constant, constant, options)
