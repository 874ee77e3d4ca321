// Its Python, and three pieces made at once.

#include "etude/schedule/kind/power_decay.h"

#include "etude/schedule/kinds.h"

namespace etude::inline schedule {

std::string PowerDecay::in_python() const {
  const std::string at = steps == endless ? "t" : arithmetic("min(t, {})", {steps - 1});
  return python::lines("return {} * ({} / max({} + {}, {})) ** {}\n", {from, timescale, at, shift, timescale, power});
}

std::optional<Schedule> PowerCool::simplify() {
  if (warmup > steps || decay > steps - warmup) return std::nullopt;
  const Step counted = std::max(warmup, Step{1}), falling = steps - warmup - decay;
  const PowerDecay fall{peak, static_cast<double>(counted), power, counted, falling};
  const double level = PowerDecay{peak, fall.timescale, power, counted}(falling);
  const auto made =
      etude::then(etude::warmup({.to = peak, .steps = warmup}), power_decay(fall),
                  wsd({.peak = level, .steps = decay, .decay = decay, .floor = floor, .decay_shape = decay_shape}));
  return made ? std::optional(*made) : std::nullopt;
}

}  // namespace etude::schedule
