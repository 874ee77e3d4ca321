#ifndef ETUDE_SCHEDULE_KIND_REPEAT_H
#define ETUDE_SCHEDULE_KIND_REPEAT_H
// A schedule over and over.

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = a(t mod length(a)), `times` times over; then it holds a's last value.
struct Repeat {
  std::vector<Schedule> of = {};  // what to repeat; it must end
  Step times = endless;           // how often

  double operator()(Step t) const {
    const Step period = of[0].length();
    return t / period < times ? of[0](t % period) : of[0](period - 1);
  }
  void values(Step first, std::span<double> out) const;
  Step length() const;
  std::string check() const;
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "repeat";
  static constexpr std::string_view formula = "a(t mod length(a))";
  static constexpr std::string_view meaning = "a schedule over and over";
  static constexpr std::string_view source = "";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to repeat");
  static constexpr Example example{"repeat(linear(from=1, steps=3), times=2)", "1, 0.5, 0, 1, 0.5, 0, 0"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Repeat::times>(Unit::count, {.least = 1}, "how often")};
  }
};

inline Result<Schedule> repeat(const Result<Schedule>& schedule, Step times = endless) {
  return detail::compose(Repeat{.of = {}, .times = times}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Repeat, repeat, inner_values)
