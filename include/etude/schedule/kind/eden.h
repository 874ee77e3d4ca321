#ifndef ETUDE_SCHEDULE_KIND_EDEN_H
#define ETUDE_SCHEDULE_KIND_EDEN_H
// A fall by batches and by epochs, each as a power that sets in late; without a horizon.

#include <cmath>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from (1 + (n / batches)^2)^-power (1 + (e / epochs)^2)^-power, n = t + 1 (first=moved, as icefall counts) or
/// t, and e = floor(t / epoch) the epochs done. Nearly flat until n reaches `batches`, then ~ n^(-2 power). Endless, and
/// nothing in it knows how long the run is.
/// icefall's Eden warms up besides: multiply(eden(from=0.045, batches=7500, epoch=1ep), linear(from=0.5, to=1,
/// steps=500, first=moved)). Its Eden2 has no epochs: eden(from=0.045, batches=7500, power=0.5).
struct Eden {
  double from = unset;         // the rate before it falls
  double batches = unset;      // the steps at which the fall by batches sets in
  Step epoch = endless;        // the steps of one epoch; endless: it does not fall by epochs
  double epochs = 3.5;         // the epochs at which the fall by epochs sets in
  double power = 0.25;         // of both falls
  First first = First::moved;  // is the first update batch 1, or batch 0?

  double operator()(Step t) const {
    const double n = static_cast<double>(t) + (first == First::moved ? 1 : 0);
    return from * fallen(n / batches) * fallen(static_cast<double>(t / epoch) / epochs);
  }
  double fallen(double x) const { return math::pow(1 + x * x, -power); }
  Step length() const { return endless; }
  Traits traits() const { return {.jumps = epoch != endless, .states_its_rates = false}; }
  std::string in_python() const {
    return python::lines("return {} * (1 + ({} / {}) ** 2) ** -{} * (1 + (t // {} / {}) ** 2) ** -{}\n",
                         {from, python::one_of(first, {"t", "(t + 1)"}), batches, power, epoch, epochs, power});
  }

  static constexpr std::string_view name = "eden";
  static constexpr std::string_view formula =
      "from (1 + (n / batches)^2)^-power (1 + (e / epochs)^2)^-power, n = t + 1, e = floor(t / epoch)";
  static constexpr std::string_view meaning = "a fall by batches and by epochs that knows no end of the run";
  static constexpr std::string_view source = "Yao et al. 2024 (Zipformer); icefall's Eden";
  static constexpr Example example{"eden(from=1, batches=2, epoch=2, epochs=1)", "0.9457, 0.8409, 0.6263, 0.5623"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Eden::from>(Unit::rate, {}, "the rate before it falls"),
        field<&Eden::batches>(Unit::duration, {.above_least = true}, "the step at which it begins to fall by batches"),
        field<&Eden::epoch>(Unit::steps, {.least = 1}, "the steps of one epoch, where it falls by epochs too"),
        field<&Eden::epochs>(Unit::number, {.above_least = true}, "the epoch at which it begins to fall by epochs"),
        field<&Eden::power>(Unit::number, {.above_least = true}, "the power of both falls"),
        field<&Eden::first>(Unit::choice, {}, "is the first update batch 1 (moved), or batch 0 (from)?"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Eden, eden, options)
