// The lowest of a few noisy peaks.
//
// Idea. Near its lowest place the logarithm of the loss is about a parabola of the logarithm of the peak, and a fit
// through several points says where that is with less noise than the best of them does. Seeds differ by more than
// neighbouring peaks do, so what a seed adds is taken out first. Towards the edge of stability losses scatter before
// they rise, so a point is judged by its mean, which what scatters has higher.
// Formula. With x_ps the log loss of point p on seed s, sweeps of means solve x_ps = m_p + effect_s + rest. A run of p
// has the variance v_p = (sum of rest^2 + pooled) / n_p, where n_p are its runs and pooled is the mean square of all
// rests. The level is m_p + v_p / 2, as the mean of a log-normal loss is. Then
//   level_p ~ a + b i + c i^2, i = p - centre, |i| <= reach, with weights
//   1 / (v_p / n_p + 0.05^2 + (i / 4)^2 + (0.75 (level_p - lowest level))^2)
// since a parabola is off by more the farther out and the higher up it is believed: a cliff must not bend it. It is
// lowest at -b / 2c.
// Edges. A run that diverged counts as e times the highest loss that is finite. Where some loss is not positive, all are raised,
// the lowest to the range of all. Where no point was run twice, the pooled variance is 1. Where c is not positive, the slope alone is known.
// Cost. Sweeps of all runs of the arm.

#include "study/valley.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "etude/base/math.h"

namespace etude::study {
namespace {

constexpr double beyond = std::numeric_limits<double>::infinity();
constexpr int sweeps = 8;
constexpr double doubt = 0.05, doubt_per_point = 0.25, doubt_per_height = 0.75;

void take_logarithms(Points& points) {
  double low = beyond, high = -beyond;
  for (const auto& [place, point] : points)
    for (const double loss : point.losses)
      if (std::isfinite(loss)) low = std::min(low, loss), high = std::max(high, loss);
  if (low > high) low = high = 1;
  const double raised = low > 0 ? 0 : (low < high ? high - low : 1) - low;
  for (auto& [place, point] : points) {
    point.logs = point.losses;
    for (double& loss : point.logs)
      if (!std::isnan(loss)) loss = math::log(std::min(loss, high) + raised) + (loss > high ? 1 : 0);
  }
}

/// Of what is no NaN; 0 of nothing.
struct Mean {
  double sum = 0, count = 0;

  void add(double value) {
    if (!std::isnan(value)) sum += value, ++count;
  }
  double value() const { return count > 0 ? sum / count : 0; }
};

Mean squares_of(const Point& point) {
  Mean squares;
  for (const double rest : point.logs) squares.add(rest * rest);
  return squares;
}

}  // namespace

void find_levels(Points& points) {
  take_logarithms(points);
  const std::size_t seeds = points.begin()->second.losses.size();
  for (auto& [place, point] : points) point.level = 0;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      Mean effect;
      for (const auto& [place, point] : points) effect.add(point.logs[seed]);
      for (auto& [place, point] : points) point.logs[seed] -= effect.value();
    }
    for (auto& [place, point] : points) {
      Mean mean;
      for (const double rest : point.logs) mean.add(rest);
      for (double& rest : point.logs) rest -= mean.value();
      point.level += mean.value();
    }
  }
  Mean pooled;
  for (const auto& [place, point] : points)
    if (const Mean own = squares_of(point); own.count > 1) pooled.sum += own.sum, pooled.count += own.count - 1;
  const double usual = pooled.count > 0 ? pooled.value() : 1;
  for (auto& [place, point] : points) {
    const Mean own = squares_of(point);
    point.variance = (own.sum + usual) / own.count;
    point.level += point.variance / 2;
    point.variance /= own.count;
  }
}

Valley valley_near(int centre, const Points& points, int reach) {
  const auto first = points.lower_bound(centre - reach), end = points.lower_bound(centre + reach + 1);
  double lowest = beyond;
  for (auto each = first; each != end; ++each) lowest = std::min(lowest, each->second.level);
  std::array<double, 5> s{};  // sums of weight i^k
  std::array<double, 3> t{};  // and of weight i^k level
  for (auto each = first; each != end; ++each) {
    const Point& point = each->second;
    const double i = each->first - centre, off = doubt_per_point * i,
                 height = doubt_per_height * (point.level - lowest);
    double term = 1 / (point.variance + doubt * doubt + off * off + height * height);
    for (std::size_t k = 0; k < s.size(); ++k, term *= i) {
      s[k] += term;
      if (k < t.size()) t[k] += term * point.level;
    }
  }
  // Cofactors of the normal equations' matrix, whose elements are s[row + column].
  const double c01 = s[2] * s[3] - s[1] * s[4], c02 = s[1] * s[3] - s[2] * s[2], c11 = s[0] * s[4] - s[2] * s[2],
               c12 = s[1] * s[2] - s[0] * s[3], c22 = s[0] * s[2] - s[1] * s[1];
  const double determinant = s[0] * (s[2] * s[4] - s[3] * s[3]) + s[1] * c01 + s[2] * c02;
  const double b = c01 * t[0] + c11 * t[1] + c12 * t[2], c = c02 * t[0] + c12 * t[1] + c22 * t[2];
  if (!(c > 0)) return {b == 0 ? 0 : b < 0 ? beyond : -beyond, beyond};
  const double off = -b / (2 * c);
  const double variance = (c11 + 4 * off * (c12 + off * c22)) * determinant / (4 * c * c);
  return {off, std::sqrt(std::max(variance, 0.0))};
}

}  // namespace etude::study
