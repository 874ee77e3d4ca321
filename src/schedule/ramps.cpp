// Ramps in bulk, and those bent ones that are not.

#include "etude/schedule/kinds.h"
#include "schedule/bulk.h"

namespace etude::inline schedule {

double Warmup::Compiled::curved(Step t) const {
  const double p = progress(t, options_.steps, options_.first, options_.end);
  return mix(options_.risen(t, p), options_.to, options_.from);
}

void Warmup::Compiled::values(Step first, std::span<double> out) const {
  if (options_.shape == Rise::linear) return line_.values(first, out);
  for (double& value : out) value = curved(first++);
}

double Cosine::Compiled::bent(Step t) const {
  double p = progress(t, options_.steps, options_.first, options_.end);
  if (options_.k_decay != 1) p = math::pow(p, options_.k_decay);
  const double w = cosine_weight(p);
  return mix(options_.exponent == 1 ? w : math::pow(w, options_.exponent), options_.from, options_.to);
}

void Cosine::Compiled::values(Step first, std::span<double> out) const {
  if (is_plain_) return wave_.values(first, out);
  for (double& value : out) value = bent(first++);
}

void Cyclic::Compiled::values(Step first, std::span<double> out) const {
  if (mode_ == CyclicMode::triangular) return triangle_values(first, out);
  for (double& value : out) value = (*this)(first++);
}

/// Up and down by turns, until all has been there once.
void Cyclic::Compiled::triangle_values(Step first, std::span<double> out) const {
  const Step period = up_ + down_;
  const math::Ramp rise{math::Weight::done, static_cast<double>(up_), high_, low_};
  const math::Ramp fall{math::Weight::done, static_cast<double>(down_), high_, low_};
  std::span<double> once = out.first(static_cast<std::size_t>(std::min(period, static_cast<Step>(out.size()))));
  while (!once.empty()) {
    const Step at = first % period;
    const std::span<double> part = detail::take(once, at < up_ ? up_ - at : period - at);
    at < up_ ? rise.values(at, 1, part) : fall.values(period - at, -1, part);
    first += static_cast<Step>(part.size());
  }
  detail::repeat_first(out, period);
}

}  // namespace etude::schedule
