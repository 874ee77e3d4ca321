#ifndef ETUDE_SCHEDULE_KIND_MAX_MIN_H
#define ETUDE_SCHEDULE_KIND_MAX_MIN_H
// The highest and the lowest of several schedules.

#include <cmath>

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

namespace detail {

/// The larger and the smaller of two values. What is no number is an error, and stays one.
inline double larger(double a, double b) { return a < b || std::isnan(b) ? b : a; }
inline double smaller(double a, double b) { return b < a || std::isnan(b) ? b : a; }

}  // namespace detail

/// v(t) = max of a(t), b(t), ..., and an error where one of them has one. As long as the longest of them.
struct Max {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = detail::larger(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  std::string in_python(python::Functions& functions) const {
    return python::lines("return max([{}])\n", {python::calls(of, functions, ", ")});
  }

  static constexpr std::string_view name = "max";
  static constexpr std::string_view formula = "max(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the highest of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr Example example{"max(linear(from=1, steps=5), constant(value=0.4))", "1, 0.75, 0.5, 0.4, 0.4"};
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// max(a, b): the higher of several at each step.
template <class... S>
Result<Schedule> max(const S&... schedules) {
  return detail::compose(Max{}, {Result<Schedule>(schedules)...});
}

/// v(t) = min of a(t), b(t), ..., and an error where one of them has one. As long as the longest of them.
struct Min {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = detail::smaller(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python(python::Functions& functions) const {
    return python::lines("return min([{}])\n", {python::calls(of, functions, ", ")});
  }

  static constexpr std::string_view name = "min";
  static constexpr std::string_view formula = "min(a(t), b(t), ...)";
  static constexpr std::string_view meaning = "the lowest of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr Example example{"min(linear(from=1, steps=5), constant(value=0.4))", "0.4, 0.4, 0.4, 0.25, 0"};
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// min(a, b): the lower of several at each step.
template <class... S>
Result<Schedule> min(const S&... schedules) {
  return detail::compose(Min{}, {Result<Schedule>(schedules)...});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Max, max, inner_values)
ETUDE_KIND(Min, min, inner_values)
