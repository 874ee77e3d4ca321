#ifndef ETUDE_SCHEDULE_KIND_CLAMP_H
#define ETUDE_SCHEDULE_KIND_CLAMP_H
// A schedule kept between two rates.

#include <algorithm>
#include <limits>

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = min(max(a(t), low), high). As long as a.
struct Clamp {
  std::vector<Schedule> of = {};                     // the one to clamp
  double low = 0;                                    // never below
  double high = std::numeric_limits<double>::max();  // never above

  double operator()(Step t) const { return std::min(std::max(of[0](t), low), high); }
  void values(Step first, std::span<double> out) const;
  Step length() const { return of[0].length(); }
  std::string check() const;
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python(python::Functions& functions) const {
    return python::lines("return min(max({}(t), {}), {})\n", {functions.name_of(of[0]), low, high});
  }

  static constexpr std::string_view name = "clamp";
  static constexpr std::string_view formula = "min(max(a(t), low), high)";
  static constexpr std::string_view meaning = "a schedule kept between two rates";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to clamp");
  static constexpr Example example{"clamp(linear(from=1, steps=5), low=0.2, high=0.6)", "0.6, 0.6, 0.5, 0.25, 0.2"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Clamp::low>(Unit::rate, {}, "never below"),
                      field<&Clamp::high>(Unit::rate, {}, "never above")};
  }
};

inline Result<Schedule> clamp(const Result<Schedule>& schedule, double low, double high) {
  return detail::compose(Clamp{.of = {}, .low = low, .high = high}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Clamp, clamp, inner_values)
