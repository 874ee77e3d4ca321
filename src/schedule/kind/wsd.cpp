// Three pieces, made at once.

#include "etude/schedule/kind/wsd.h"

#include "etude/schedule/kinds.h"

namespace etude::inline schedule {

std::string Wsd::check() const {
  return "warmup (" + std::to_string(warmup) + ") and decay (" + std::to_string(decay) +
         ") must not add up to more than steps (" + std::to_string(steps) + ")";
}

namespace {

Result<Schedule> cooldown_of(const Wsd& o) {
  switch (o.decay_shape) {
    case Cooldown::linear:
      return linear({.from = o.peak, .to = o.floor, .steps = o.decay});
    case Cooldown::cosine:
      return cosine({.from = o.peak, .to = o.floor, .steps = o.decay});
    case Cooldown::sqrt:
      return polynomial({.from = o.peak, .to = o.floor, .steps = o.decay, .power = 0.5, .base = PowerBase::done});
    case Cooldown::exponential:
      return exponential_ramp({.from = o.peak, .to = o.floor, .steps = o.decay});
  }
  return refuse("");
}

}  // namespace

std::optional<Schedule> Wsd::simplify() {
  if (warmup > steps || decay > steps - warmup) return std::nullopt;
  const auto made = etude::then(etude::warmup({.to = peak, .steps = warmup}),
                                constant({.value = peak, .steps = steps - warmup - decay}), cooldown_of(*this));
  return made ? std::optional(*made) : std::nullopt;
}

}  // namespace etude::schedule
