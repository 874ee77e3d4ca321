#ifndef ETUDE_SCHEDULE_KIND_EXPONENTIAL_WARMUP_H
#define ETUDE_SCHEDULE_KIND_EXPONENTIAL_WARMUP_H
// A rise that slows as it nears its rate; for multiply().

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = to (1 - exp(-(t + 1) / timescale)): nears `to` and never reaches it. Endless: multiply() it with a schedule,
/// or let window() cut it. The "untuned" form for Adam's beta2 is timescale = 1 / (1 - beta2).
struct ExponentialWarmup {
  double to = unset;         // the rate that it nears
  double timescale = unset;  // steps in which all but 1/e of the way is done

  double operator()(Step t) const { return to * (1 - math::exp(-(static_cast<double>(t) + 1) / timescale)); }
  Step length() const { return endless; }
  std::string in_python() const {
    return python::lines("return {} * (1 - math.exp(-(t + 1) / {}))\n", {to, timescale});
  }

  static constexpr std::string_view name = "exponential_warmup";
  static constexpr std::string_view formula = "to (1 - exp(-(t + 1) / timescale))";
  static constexpr std::string_view meaning = "a rise that slows as it nears its rate; for multiply()";
  static constexpr std::string_view source = "Ma and Yarats 2021 (On the Adequacy of Untuned Warmup)";
  static constexpr Example example{"exponential_warmup(to=1, timescale=2)", "0.3935, 0.6321, 0.7769"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&ExponentialWarmup::to>(Unit::rate, {}, "the rate that it nears"),
        field<&ExponentialWarmup::timescale>(Unit::duration, {.above_least = true},
                                             "steps in which all but 1/e of the way is done"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(ExponentialWarmup, exponential_warmup, options)
