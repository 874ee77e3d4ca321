#ifndef ETUDE_SCHEDULE_KIND_INVERSE_SQRT_H
#define ETUDE_SCHEDULE_KIND_INVERSE_SQRT_H
// Flat, then falling as one over the root of the step.

#include <cmath>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from sqrt(timescale / max(t + shift, timescale)): flat until t + shift = timescale, then ~ 1 / sqrt(t).
/// Endless. The post's lr0 / sqrt(max(t, W)) is inverse_sqrt(from=lr0/sqrt(W), timescale=W); the decay after a warm-up
/// of W steps to `from`, as from sqrt(W / step) goes on counting, is `... then inverse_sqrt(from=..., timescale=W,
/// shift=W)`.
struct InverseSqrt {
  double from = unset;   // the rate before it falls
  double timescale = 1;  // the step at which it begins to fall
  Step shift = 0;        // steps already counted at t = 0

  double operator()(Step t) const {
    const double counted = static_cast<double>(t) + static_cast<double>(shift);
    return from * std::sqrt(timescale / (counted > timescale ? counted : timescale));
  }
  Step length() const { return endless; }
  std::string in_python() const {
    return python::lines("return {} * math.sqrt({} / max(t + {}, {}))\n", {from, timescale, shift, timescale});
  }

  static constexpr std::string_view name = "inverse_sqrt";
  static constexpr std::string_view formula = "from sqrt(timescale / max(t + shift, timescale))";
  static constexpr std::string_view meaning = "flat, then falling as one over the root of the step";
  static constexpr std::string_view source = "Vaswani et al. 2017 (Attention Is All You Need)";
  static constexpr Example example{"inverse_sqrt(from=1, timescale=4)", "1, 1, 1, 1, 1, 0.8944"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&InverseSqrt::from>(Unit::rate, {}, "the rate before it falls"),
        field<&InverseSqrt::timescale>(Unit::duration, {.above_least = true}, "the step at which it begins to fall"),
        field<&InverseSqrt::shift>(Unit::steps, {}, "steps already counted at its first step"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(InverseSqrt, inverse_sqrt, options)
