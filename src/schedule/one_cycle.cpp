#include "etude/schedule/kind/one_cycle.h"

namespace etude {
namespace {

/// A share of `steps`, to the nearest step.
Step share(double fraction, Step steps) { return static_cast<Step>(fraction * static_cast<double>(steps) + 0.5); }

double ramp(Step at, Step length, Shape shape, double from, double to) {
  const double p = static_cast<double>(at) / static_cast<double>(length);
  return mix(shape == Shape::cosine ? cosine_weight(p) : 1 - p, from, to);
}

std::string check_shares(double pct, double final_pct) {
  return pct + final_pct <= 1 ? "" : "pct and final_pct are shares of the run and must not add up to more than 1";
}

}  // namespace

OneCyclePhases OneCyclePhases::of(Step steps, double pct, double final_pct) {
  const Step last = std::max(steps - 1, Step{0});
  const Step top = std::min(share(pct, steps), last);
  const Step foot = std::min(std::max(steps - share(final_pct, steps), top), last);
  return {top, foot, last};
}

double OneCyclePhases::value(Step t, Shape shape, double start, double peak, double finish) const {
  if (t < top) return ramp(t, top, shape, start, peak);
  if (t < foot) return ramp(t - top, foot - top, shape, peak, start);
  if (t < last) return ramp(t - foot, last - foot, shape, start, finish);
  return last > foot ? finish : foot > top ? start : peak;
}

std::string OneCycle::check() const { return check_shares(pct, final_pct); }
std::string OneCycleMomentum::check() const { return check_shares(pct, final_pct); }

}  // namespace etude
