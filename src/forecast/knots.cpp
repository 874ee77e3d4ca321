#include "forecast/knots.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude::forecast {
namespace {

constexpr double knots_of_a_run = 64;
constexpr double least_share = 1e-6;  // of the peak: what no schedule goes below

/// Whole steps from 0 to the last; knot i of 63 is (1 - i / 63)^2 of the run away from its end.
std::vector<double> knots_of(Step steps) {
  const auto last = static_cast<double>(steps - 1);
  std::vector<double> at{0};
  for (double i = 1; i < knots_of_a_run; ++i) {
    const double left = 1 - i / (knots_of_a_run - 1), step = std::round(last * (1 - left * left));
    if (step > at.back()) at.push_back(step);
  }
  return at;
}

}  // namespace

Knots::Knots(const RunShape& run, const Pressed& pressed, Freedom freedom, bool may_start_lower)
    : peak_(run.peak),
      freedom_(freedom),
      is_held_(freedom == Freedom::falling && !may_start_lower),
      at_(knots_of(run.steps - run.warmup)) {
  std::size_t knot = 0;
  for (std::size_t i = 0; i < pressed.size(); ++i) {
    while (knot + 2 < at_.size() && at_[knot + 1] <= pressed.place(i)) ++knot;
    const double way = knot + 1 < at_.size() ? at_[knot + 1] - at_[knot] : 1;
    places_.push_back({knot, (pressed.place(i) - at_[knot]) / way});
  }
}

std::vector<double> Knots::rates_at_knots(std::span<const double> z) const {
  std::vector<double> rates;
  double fallen = 0;
  if (is_held_) rates.push_back(peak_);
  for (const double each : z) {
    fallen = freedom_ == Freedom::falling ? fallen + each : each;
    rates.push_back(peak_ * std::max(math::exp(-fallen), least_share));
  }
  return rates;
}

std::vector<double> Knots::rates(std::span<const double> z) const {
  const std::vector<double> at_knots = rates_at_knots(z);
  std::vector<double> rates;
  for (const auto& [before, share] : places_) {
    const std::size_t after = std::min(before + 1, at_knots.size() - 1);
    rates.push_back(math::mix(share, at_knots[after], at_knots[before]));
  }
  return rates;
}

void Knots::gradient(std::span<const double> z, std::span<const double> by_rate, std::span<double> by_z) const {
  const std::vector<double> at_knots = rates_at_knots(z);
  std::vector<double> by_log(at_knots.size());  // of the rate at each knot
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto& [before, share] = places_[i];
    const std::size_t after = std::min(before + 1, at_knots.size() - 1);
    by_log[before] += (1 - share) * by_rate[i] * at_knots[before];
    by_log[after] += share * by_rate[i] * at_knots[after];
  }
  const std::size_t held = at_knots.size() - z.size();
  double after = 0;
  for (std::size_t i = z.size(); i-- > 0;) {
    const bool is_at_least = at_knots[i + held] <= peak_ * least_share;
    const double own = is_at_least ? 0 : by_log[i + held];
    after = freedom_ == Freedom::falling ? after + own : own;
    by_z[i] = -after;
  }
}

double Knots::roughness(std::span<const double> z, double weight, std::span<double> by_z) const {
  double sum = 0;
  if (freedom_ == Freedom::falling) {
    for (std::size_t i = 0; i + 1 < z.size(); ++i) {
      const double change = z[i + 1] - z[i];
      sum += change * change;
      by_z[i + 1] += 2 * weight * change;
      by_z[i] -= 2 * weight * change;
    }
    return sum;
  }
  for (std::size_t i = 1; i + 1 < z.size(); ++i) {
    const double change = z[i + 1] - 2 * z[i] + z[i - 1];
    sum += change * change;
    by_z[i + 1] += 2 * weight * change;
    by_z[i] -= 4 * weight * change;
    by_z[i - 1] += 2 * weight * change;
  }
  return sum;
}

std::vector<double> Knots::numbers_of(std::vector<double> shares) const {
  for (double& share : shares) share = -math::log(std::max(share, 1e-3));
  if (freedom_ == Freedom::any) return shares;
  for (std::size_t i = shares.size() - 1; i > 0; --i) shares[i] = std::max(shares[i] - shares[i - 1], 0.0);
  if (is_held_) shares.erase(shares.begin());
  return shares;
}

}  // namespace etude::forecast
