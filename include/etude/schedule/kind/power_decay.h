#ifndef ETUDE_SCHEDULE_KIND_POWER_DECAY_H
#define ETUDE_SCHEDULE_KIND_POWER_DECAY_H
// Flat, then falling as a power of the step; and the same between a warm-up and a cooldown.

#include <optional>

#include "etude/base/math.h"
#include "etude/schedule/kind/wsd.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from (timescale / max(t + shift, timescale))^power: flat until t + shift = timescale, then ~ t^-power. With
/// power=0.5 it is inverse_sqrt. Endless, unless `steps` gives it a length to be followed by something else.
struct PowerDecay {
  double from = unset;   // the rate before it falls
  double timescale = 1;  // the step at which it begins to fall
  double power = 0.5;    // how fast
  Step shift = 0;        // steps already counted at t = 0
  Step steps = endless;  // how long, where something follows

  double operator()(Step t) const {
    const double counted = static_cast<double>(std::min(t, steps - 1)) + static_cast<double>(shift);
    return from * math::pow(timescale / (counted > timescale ? counted : timescale), power);
  }
  Step length() const { return steps; }
  std::string in_python() const;

  static constexpr std::string_view name = "power_decay";
  static constexpr std::string_view formula = "from (timescale / max(t + shift, timescale))^power";
  static constexpr std::string_view meaning = "flat, then falling as a power of the step";
  static constexpr std::string_view source = "Robbins and Monro 1951 for powers above 1/2; Shen et al. 2024";
  static constexpr Example example{"power_decay(from=1, power=1, shift=1)", "1, 0.5, 0.3333, 0.25"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&PowerDecay::from>(Unit::rate, {}, "the rate before it falls"),
        field<&PowerDecay::timescale>(Unit::duration, {.above_least = true}, "the step at which it begins to fall"),
        field<&PowerDecay::power>(Unit::number, {.above_least = true}, "the power; 0.5 is inverse_sqrt"),
        field<&PowerDecay::shift>(Unit::steps, {}, "steps already counted at its first step"),
        field<&PowerDecay::steps>(Unit::steps, {}, "how long it lasts, where something follows"),
    };
  }
};

/// A shorthand for warmup(to=peak, steps=warmup) then power_decay(from=peak, timescale=W, shift=W, power=power) then a
/// cooldown to `floor` over the last `decay` of `steps` steps, from where the power has come; W is warmup, at least 1.
/// A schedule of those three pieces is what is made.
struct PowerCool {
  double peak = unset;       // the rate after the warm-up
  Step steps = unset_steps;  // the whole run
  Step warmup = 0;           // steps of the rise
  Step decay = unset_steps;  // steps of the cooldown
  double power = 0.5;        // of the fall before the cooldown
  double floor = 0;          // where it lands
  Cooldown decay_shape = Cooldown::linear;

  double operator()(Step) const { return peak; }
  Step length() const { return steps; }
  std::string check() const { return Wsd{.steps = steps, .warmup = warmup, .decay = decay}.check(); }
  std::optional<Schedule> simplify();

  static constexpr std::string_view name = "power_cool";
  static constexpr std::string_view formula = "warmup then power_decay then a cooldown";
  static constexpr std::string_view meaning = "warm-up, a fall as a power, cooldown: three pieces in a word";
  static constexpr std::string_view source = "Shen et al. 2024 (Power Scheduler)";
  static constexpr Example example{"power_cool(peak=1, steps=8, warmup=2, decay=3)",
                                   "0.5, 1, 1, 0.8165, 0.7071, 0.6325, 0.3162, 0"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&PowerCool::peak>(Unit::rate, {}, "the rate after the warm-up"),
        field<&PowerCool::steps>(Unit::steps, {}, "the whole run"),
        field<&PowerCool::warmup>(Unit::steps, {}, "steps of the rise"),
        field<&PowerCool::decay>(Unit::steps, {}, "steps of the cooldown"),
        field<&PowerCool::power>(Unit::number, {.above_least = true}, "the power of the fall before the cooldown"),
        field<&PowerCool::floor>(Unit::rate, {}, "where it lands"),
        field<&PowerCool::decay_shape>(Unit::choice, {}, "the curve of the cooldown"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(PowerDecay, power_decay, options)
ETUDE_KIND(PowerCool, power_cool, options)
