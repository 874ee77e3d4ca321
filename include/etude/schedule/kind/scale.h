#ifndef ETUDE_SCHEDULE_KIND_SCALE_H
#define ETUDE_SCHEDULE_KIND_SCALE_H
// A schedule times a factor.

#include "etude/base/math.h"
#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = by a(t). As long as a; a factor of 0 gives 0, also where a has grown to infinity.
struct Scale {
  std::vector<Schedule> of = {};  // the one to scale
  double by = unset;              // the factor

  double operator()(Step t) const { return math::times(by, of[0](t)); }
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python(python::Functions& functions) const {
    return python::lines("return {} * {}(t)\n", {by, functions.name_of(of[0])});
  }

  static constexpr std::string_view name = "scale";
  static constexpr std::string_view formula = "by a(t)";
  static constexpr std::string_view meaning = "a schedule times a factor";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to scale");
  static constexpr Example example{"scale(linear(from=1, steps=5), by=0.5)", "0.5, 0.375, 0.25, 0.125, 0"};
  static constexpr auto fields(auto...) { return std::array{field<&Scale::by>(Unit::number, {}, "the factor")}; }
};

inline Result<Schedule> scale(const Result<Schedule>& schedule, double by) {
  return detail::compose(Scale{.of = {}, .by = by}, {schedule});
}

/// A factor as the quotient of two rates, of which `from` becomes `to` to the bit.
struct Factor {
  double to = 1, from = 1;

  double value() const { return to / from; }
  double times(double rate) const { return rate == from ? to : rate * value(); }
};

/// v(t) = a(t) times a factor of at least 0, in the schedule's own words: cosine(from=0.003, steps=9) by
/// {.to = 0.032, .from = 0.003} is cosine(from=0.032, steps=9). What no words of its own can say stays in a scale().
/// Within 1e-13 of a(t) by.value(), as long as doubles hold both without losing digits; the same bits where the factor is
/// a power of two and no scale() is in it. By 1 the schedule itself.
Schedule rescaled(const Schedule& schedule, Factor by);

}  // namespace etude::schedule

#endif

ETUDE_KIND(Scale, scale, inner_values)
