#ifndef ETUDE_SCHEDULE_KIND_POLYNOMIAL_H
#define ETUDE_SCHEDULE_KIND_POLYNOMIAL_H
// A power of what remains, or of what is done.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// What the power is taken of: what remains of the way, or what is done of it.
enum class PowerBase { remaining, done };
constexpr auto words_of(PowerBase) { return std::array<std::string_view, 2>{"remaining", "done"}; }

/// v(t) = w from + (1 - w) to, w = (1 - p)^power, or with base=done w = 1 - p^power (power=0.5: the 1 - sqrt cooldown).
/// With cycle=yes the decay starts over, each time as long as all steps so far and `steps` more: p = t / (steps
/// ceil(t / steps)), at its end at every multiple of `steps`. Endless then.
struct Polynomial {
  double from = unset;                    // the rate at the start
  double to = 0;                          // the rate where it lands
  Step steps = unset_steps;               // how many
  First first = First::from;              // does the first update use `from`?
  End end = End::last;                    // does the last update use `to`?
  double power = 1;                       // 1 is linear
  PowerBase base = PowerBase::remaining;  // the power of (1 - p), or 1 less the power of p
  Switch cycle = Switch::no;              // start over past the end

  double operator()(Step t) const {
    const double p = progress(t, cycle == Switch::yes ? stretched(t) : steps, first, end);
    return mix(base == PowerBase::remaining ? math::pow(1 - p, power) : 1 - math::pow(p, power), from, to);
  }
  Step length() const { return cycle == Switch::yes ? endless : steps; }
  std::string in_python() const;

  /// The least multiple of `steps` that holds step t, and at least one.
  Step stretched(Step t) const {
    if (steps <= 0) return steps;
    return steps * std::max((t + (steps - 1)) / steps, Step{1});
  }

  static constexpr std::string_view name = "polynomial";
  static constexpr std::string_view formula = "to + (from - to) (1 - p)^power";
  static constexpr std::string_view meaning = "a power of what remains, or of what is done";
  static constexpr std::string_view source = "Liu et al. 2015 (ParseNet) as poly; Haegele et al. 2024 for 1 - sqrt";
  static constexpr Example example{"polynomial(from=1, steps=5, power=2)", "1, 0.5625, 0.25, 0.0625, 0"};
  static constexpr auto fields(auto...) {
    return ramp_fields<Polynomial, 3>({
        field<&Polynomial::power>(Unit::number, {.above_least = true}, "the power; 1 is linear"),
        field<&Polynomial::base>(Unit::choice, {}, "(1 - p)^power, or 1 - p^power"),
        field<&Polynomial::cycle>(Unit::choice, {}, "start over past the end, longer each time"),
    });
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Polynomial, polynomial, options)
