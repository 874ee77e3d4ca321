#ifndef ETUDE_SCHEDULE_KIND_MULTIPLY_H
#define ETUDE_SCHEDULE_KIND_MULTIPLY_H
// The product of several schedules.

#include "etude/base/math.h"
#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = a(t) b(t) ...: a warm-up factor on a decay, a stack of multipliers. As long as the longest of them.
struct Multiply {
  std::vector<Schedule> of = {};

  double operator()(Step t) const {
    double value = of[0](t);
    for (std::size_t i = 1; i < of.size(); ++i) value = math::times(value, of[i](t));
    return value;
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  Traits traits() const { return {.states_its_rates = false, .is_product = true}; }
  std::string in_python(python::Functions& functions) const {
    return python::lines("return {}\n", {python::calls(of, functions, " * ")});
  }

  static constexpr std::string_view name = "multiply";
  static constexpr std::string_view formula = "a(t) b(t) ...";
  static constexpr std::string_view meaning = "the product of several schedules";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1}, "the schedules");
  static constexpr Example example{"multiply(linear(from=1, steps=5), constant(value=0.5))",
                                   "0.5, 0.375, 0.25, 0.125, 0"};
  static constexpr std::array<Member, 0> fields() { return {}; }
};

/// multiply(a, b): the product.
template <class... S>
Result<Schedule> multiply(const S&... schedules) {
  return detail::compose(Multiply{}, {Result<Schedule>(schedules)...});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Multiply, multiply, inner_values)
