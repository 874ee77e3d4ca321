#ifndef ETUDE_SCHEDULE_KIND_EXPONENTIAL_RAMP_H
#define ETUDE_SCHEDULE_KIND_EXPONENTIAL_RAMP_H
// An exponential decay that lands on its end.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = w from + (1 - w) to, w = (rate^p - rate) / (1 - rate): exponential decay bent so that it lands on `to`.
/// rate = 1/2 gives 2 (1/2)^p - 1. Both ends exact; holds `to` past its end.
struct ExponentialRamp {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?
  double rate = 0.5;          // how much is left of the exponential at the end

  double operator()(Step t) const {
    const double p = progress(t, steps, first, end);
    return mix((math::pow(rate, p) - rate) / (1 - rate), from, to);
  }
  Step length() const { return steps; }
  std::string check() const { return rate != 1 ? "" : "rate must not be 1; for a straight line write linear"; }
  std::string in_python() const {
    return python::ramp(*this, arithmetic("({} ** p - {}) / (1 - {})", {rate, rate, rate}));
  }

  static constexpr std::string_view name = "exponential_ramp";
  static constexpr std::string_view formula = "to + (from - to) (rate^p - rate) / (1 - rate)";
  static constexpr std::string_view meaning = "an exponential decay that lands on its end";
  static constexpr std::string_view source = "the cooldown that Megatron-LM calls exponential";
  static constexpr Example example{"exponential_ramp(from=1, steps=5)", "1, 0.6818, 0.4142, 0.1892, 0"};
  static constexpr auto fields(auto...) {
    return ramp_fields<ExponentialRamp, 1>({
        field<&ExponentialRamp::rate>(Unit::number, {.above_least = true},
                                      "what is left of the exponential at the end"),
    });
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(ExponentialRamp, exponential_ramp, options)
