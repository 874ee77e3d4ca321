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
// Edges. A run that diverged counts as e times the highest loss that is finite. Where some loss is not positive, all are raised
// above 0. Where no point was run twice, the pooled variance is 1. Where c is not positive, the slope alone is known.
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

/// What is added up over the runs of a point or a seed.
struct Sum {
  double total = 0;
  double runs = 0;
  double mean = 0;  // once the sum is whole

  void add(double value) { total += value, ++runs; }
};

struct Run {
  int point;
  int seed;
  double loss;  // its logarithm
};

std::vector<Run> runs_of(const Losses& losses) {
  double low = beyond, high = -beyond;
  for (const auto& [point, of_seeds] : losses)
    for (const double loss : of_seeds)
      if (std::isfinite(loss)) low = std::min(low, loss), high = std::max(high, loss);
  if (low > high) low = high = 1;
  const double raised = low > 0 ? 0 : (low < high ? (high - low) / 100 : 1) - low;
  std::vector<Run> runs;
  for (const auto& [point, of_seeds] : losses)
    for (std::size_t seed = 0; seed < of_seeds.size(); ++seed)
      if (!std::isnan(of_seeds[seed]))
        runs.push_back({point, static_cast<int>(seed),
                        math::log(std::min(of_seeds[seed], high) + raised) + (of_seeds[seed] > high ? 1 : 0)});
  return runs;
}

using Sums = std::map<int, Sum>;

/// The means of `value` over the runs of each point, or of each seed.
template <class Value>
void average(Sums& sums, const std::vector<Run>& runs, int Run::*of, Value value) {
  for (auto& [key, sum] : sums) sum = {.mean = sum.mean};
  for (const Run& run : runs) sums[run.*of].add(value(run));
  for (auto& [key, sum] : sums) sum.mean = sum.total / sum.runs;
}

}  // namespace

std::map<int, Level> levels_of(const Losses& losses) {
  const std::vector<Run> runs = runs_of(losses);
  Sums points, seeds, squares;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    average(seeds, runs, &Run::seed, [&](const Run& run) { return run.loss - points[run.point].mean; });
    average(points, runs, &Run::point, [&](const Run& run) { return run.loss - seeds[run.seed].mean; });
  }
  average(squares, runs, &Run::point, [&](const Run& run) {
    const double rest = run.loss - points[run.point].mean - seeds[run.seed].mean;
    return rest * rest;
  });
  Sum pooled;
  for (const auto& [point, sum] : squares)
    if (sum.runs > 1) pooled.total += sum.total, pooled.runs += sum.runs - 1;
  const double usual = pooled.runs > 0 ? pooled.total / pooled.runs : 1;
  std::map<int, Level> levels;
  for (const auto& [point, sum] : squares) {
    const double variance = (sum.total + usual) / sum.runs;
    levels[point] = {points[point].mean + variance / 2, variance / sum.runs};
  }
  return levels;
}

Valley valley_near(int centre, const std::map<int, Level>& levels, int reach) {
  const auto first = levels.lower_bound(centre - reach), end = levels.upper_bound(centre + reach);
  double lowest = beyond;
  for (auto each = first; each != end; ++each) lowest = std::min(lowest, each->second.loss);
  std::array<double, 5> s{};  // sums of weight i^k
  std::array<double, 3> t{};  // and of weight i^k level
  for (auto each = first; each != end; ++each) {
    const auto& [loss, variance] = each->second;
    const double i = each->first - centre, off = doubt_per_point * i, height = doubt_per_height * (loss - lowest);
    double term = 1 / (variance + doubt * doubt + off * off + height * height);
    for (std::size_t k = 0; k < s.size(); ++k, term *= i) {
      s[k] += term;
      if (k < t.size()) t[k] += term * loss;
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
