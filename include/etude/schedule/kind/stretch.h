#ifndef ETUDE_SCHEDULE_KIND_STRETCH_H
#define ETUDE_SCHEDULE_KIND_STRETCH_H
// The same curve over a longer or shorter run.

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// a with every length in it times `by`, each rounded to the nearest step: the same curve over a longer or shorter
/// run. by = 1 changes nothing. The schedule so stretched is what is made. (What counts single steps by a factor, as
/// gamma of cyclic's exp_range does, is left as it is.)
struct Stretch {
  std::vector<Schedule> of = {};  // what to stretch
  double by = unset;              // how much longer

  double operator()(Step t) const { return of[0](t); }
  Step length() const { return of[0].length(); }
  std::string check() const { return "the stretched schedule would have no steps, or too many"; }
  std::optional<Schedule> simplify();

  static constexpr std::string_view name = "stretch";
  static constexpr std::string_view formula = "a(t / by)";
  static constexpr std::string_view meaning = "the same curve over a longer or shorter run";
  static constexpr std::string_view source = "Composer's scale_schedule_ratio";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what to stretch");
  static constexpr Example example{"stretch(linear(from=1, steps=3), by=2)", "1, 0.8, 0.6, 0.4, 0.2, 0"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Stretch::by>(Unit::number, {.most = 1e9, .above_least = true}, "how much longer")};
  }
};

inline Result<Schedule> stretch(const Result<Schedule>& schedule, double by) {
  return detail::compose(Stretch{.of = {}, .by = by}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Stretch, stretch, inner_values)
