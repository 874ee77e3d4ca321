// The formulas of kinds that are too long for their headers.

#include <cmath>

#include "etude/base/number.h"
#include "etude/schedule/kinds.h"

namespace etude::inline schedule {

double Warmup::risen(Step t, double p) const {
  switch (shape) {
    case Rise::linear:
      return p;
    case Rise::cosine:
      return 1 - cosine_weight(p);
    case Rise::sqrt:
      return 1 - std::sqrt(1 - p);
    case Rise::log: {
      const Step moves = steps - (end == End::last ? 1 : 0) + (first == First::moved ? 1 : 0);
      return p == 1 ? 1 : math::log(1 + p * static_cast<double>(moves)) / math::log(1 + static_cast<double>(moves));
    }
    case Rise::constant:
      return t < steps ? 0 : 1;
  }
  return p;
}

std::string Piecewise::check() const {
  if (at.size() != values.size()) {
    return "at has " + std::to_string(at.size()) + " points and values " + std::to_string(values.size()) +
           "; give as many of both";
  }
  for (std::size_t i = 0; i + 1 < at.size(); ++i)
    if (!(at[i] < at[i + 1])) return "at must grow, and " + shortest(at[i + 1]) + " follows " + shortest(at[i]);
  for (const double value : values)
    if (interpolation == Interpolation::exponential && value == 0)
      return "values must be above 0 to be interpolated exponentially";
  return "";
}

double Piecewise::operator()(Step t) const {
  const auto x = static_cast<double>(t);
  const auto i = static_cast<std::size_t>(std::upper_bound(at.begin(), at.end(), x) - at.begin());
  if (i == 0) return values.front();
  if (i == at.size() || interpolation == Interpolation::hold) return values[i - 1];
  const double p = (x - at[i - 1]) / (at[i] - at[i - 1]);
  const double from = values[i - 1], to = values[i];
  if (interpolation == Interpolation::exponential) return from * math::pow(to / from, p);
  return mix(interpolation == Interpolation::cosine ? cosine_weight(p) : 1 - p, from, to);
}

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

std::string Chebyshev::check() const {
  if (low > high) return "low must not be above high";
  if (permuted == Switch::yes && (steps & (steps - 1)) != 0) return "steps must be a power of two, or permuted=no";
  return "";
}

/// Where step t of `steps` stands in the order that doubles itself: each i is followed by its mirror image.
static Step permuted_index(Step t, Step steps) {
  if (steps <= 1) return 0;
  const Step half = permuted_index(t / 2, steps / 2);
  return t % 2 == 0 ? half : steps - 1 - half;
}

double Chebyshev::operator()(Step t) const {
  const Step at = std::min(t, std::max(steps - 1, Step{0}));
  const double i = static_cast<double>(permuted == Switch::yes ? permuted_index(at, steps) : at);
  const double centre = (1 / high + 1 / low) / 2, radius = (1 / low - 1 / high) / 2;
  return 1 / (centre - radius * math::cos_pi((i + 0.5) / static_cast<double>(std::max(steps, Step{1}))));
}

RadamWarmup::Compiled::Compiled(const RadamWarmup& options)
    : to_(options.to), beta2_(options.beta2), limit_(2 / (1 - options.beta2) - 1) {
  while (!(rho(offset_) > 4) && offset_ < 1000) ++offset_;
}

double RadamWarmup::Compiled::rho(double s) const {
  const double power = math::pow(beta2_, s);
  return limit_ - 2 * s * power / (1 - power);
}

double RadamWarmup::Compiled::operator()(Step t) const {
  const double r = rho(static_cast<double>(t) + offset_);
  return to_ * std::sqrt((r - 4) * (r - 2) * limit_ / ((limit_ - 4) * (limit_ - 2) * r));
}

}  // namespace etude::schedule
