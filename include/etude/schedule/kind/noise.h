#ifndef ETUDE_SCHEDULE_KIND_NOISE_H
#define ETUDE_SCHEDULE_KIND_NOISE_H
// A schedule with noise on its rate.

#include "etude/schedule/compose.h"

namespace etude::inline schedule {

/// v(t) = max(a(t) (1 + sd n_t), 0), n_t normal, drawn for each step from (seed, t) alone: asked again, the same.
/// As long as a.
struct Noise {
  std::vector<Schedule> of = {};  // what is shaken
  double sd = unset;              // standard deviation, as a share of the rate
  Step seed = 0;                  // which noise

  double operator()(Step t) const;
  Step length() const { return of[0].length(); }
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "noise";
  static constexpr std::string_view formula = "max(a(t) (1 + sd n_t), 0)";
  static constexpr std::string_view meaning = "a schedule with noise on its rate";
  static constexpr std::string_view source = "timm's lr_noise";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "what is shaken");
  static constexpr Example example{"noise(constant(value=1), sd=0.1)", "0.9849, 1.193, 1.012, 1.08"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Noise::sd>(Unit::fraction, {}, "standard deviation, as a share of the rate"),
                      field<&Noise::seed>(Unit::count, {}, "which noise")};
  }
};

inline Result<Schedule> noise(const Result<Schedule>& schedule, double sd, Step seed = 0) {
  return detail::compose(Noise{.of = {}, .sd = sd, .seed = seed}, {schedule});
}

}  // namespace etude::schedule

#endif

ETUDE_KIND(Noise, noise, inner_values)
