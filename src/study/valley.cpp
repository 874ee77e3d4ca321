// The lowest of a few noisy peaks.
//
// Idea. Seeds differ by more than neighbouring peaks do, so what a seed adds is taken out first. Towards the edge of
// stability losses scatter before they rise, so a point is judged by its mean, which what scatters has higher. A smooth
// curve through these means knows the lowest with less noise than each of them, but a cliff must not bend it: how smooth
// it is, the means themselves say. Where seeds tell neighbours apart it goes through all of them, and where they do not
// it is stiff.
//   How a run ends is one draw of a loss that jumps, most of all near the edge of stability; the mean of its tail has less
// of that. So the tails say how points differ, and the ends how far they lie from the tails, which changes little from
// point to point.
// Formula. With x_ps the log loss of point p on seed s, sweeps of means solve x_ps = m_p + effect_s + rest. A run of p
// has the variance v_p = (sum of rest^2 + 3 usual) / (n_p + 2), where n_p are its runs and usual is the median over the
// points of sum of rest^2 / (n_p - 1). The level is m_p + v_p / 2, as the mean of a log-normal loss is, and its variance
// is v_p / n_p. Where all runs have tails, these have levels of their own. What the ends add to them is a random walk over
// the points, by 0.1 a point: its mean, given the differences of the levels, whose variances come from the differences of
// the rests as v_p / n_p does, with 0.02^2 added, is added to the level of the tails, and its variance to theirs. To every
// variance 0.1^2 is added. The curve f minimises
//   sum (level_p - f_p)^2 / variance_p + sum (f_(i-1) - 2 f_i + f_(i+1))^2 / q^2 + sum (f_i - f_(i-1))^2 / (count - 1)
//   + sum f_i^2 / 10^2, levels less their mean,
// which is the mean of what a random walk of the slope, by q a point, may be once the levels are known. Of the q 0.15,
// 0.6 and 2.4 it is that which makes the levels likeliest. Point i is told from the lowest, l, where f_i - f_l is 1.96
// times its standard deviation, given the levels.
// Edges. A run that diverged counts as e times the highest loss that is finite. Where some loss is not positive, all are
// raised, the lowest to the range of all. Where no point was run twice, a run's variance is 0.3 and q 0.6.
// Cost. Sweeps of all runs of the arm; a banded system for each q.
// Source. Kimeldorf and Wahba, A correspondence between Bayesian estimation on stochastic processes and smoothing by
// splines, 1970; the curve is their discrete one.

#include "study/valley.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::study {
namespace {

constexpr double beyond = std::numeric_limits<double>::infinity();
constexpr int sweeps = 8;
constexpr double usual_runs = 3, unknown_variance = 0.3, doubt = 0.1;
constexpr double walk_of_ends = 0.1, doubt_of_ends = 0.02;
constexpr double turns[] = {0.15, 0.6, 2.4}, unknown_turn = 0.6;  // of the curve's slope, a point
constexpr double farthest_level = 10, farthest_added = 100;
constexpr double as_low = 1e-9;
constexpr double two_sided_5 = 1.96;  // standard deviations

/// Of what is no NaN; 0 of nothing.
struct Mean {
  double sum = 0, count = 0;

  void add(double value) {
    if (!std::isnan(value)) sum += value, ++count;
  }
  double value() const { return count > 0 ? sum / count : 0; }
};

/// What is known of a point by its losses, or by its tails.
struct Level {
  std::vector<double> rests;  // by seed: logarithms without the mean and what the seed adds; NaN where it was not run
  double mean = 0;            // of the logarithms, freed of what the seeds add
  double variance = 0;        // of a run

  Mean squares() const {
    Mean all;
    for (const double rest : rests) all.add(rest * rest);
    return all;
  }
  double value() const { return mean + variance / 2; }
  double own_variance() const { return variance / squares().count; }
};
using Levels = std::map<int, Level>;

std::vector<double> of_what_ran(const Points& points, std::vector<double> Point::*losses) {
  std::vector<double> all;
  for (const auto& [place, point] : points)
    for (std::size_t seed = 0; seed < point.losses.size(); ++seed)
      if (!std::isnan(point.losses[seed]))
        all.push_back(seed < (point.*losses).size() ? (point.*losses)[seed] : not_a_number);
  return all;
}

Levels logarithms_of(const Points& points, std::vector<double> Point::*losses) {
  double low = beyond, high = -beyond;
  for (const double loss : of_what_ran(points, losses))
    if (std::isfinite(loss)) low = std::min(low, loss), high = std::max(high, loss);
  if (low > high) low = high = 1;
  const double raised = low > 0 ? 0 : (low < high ? high - low : 1) - low;
  Levels levels;
  for (const auto& [place, point] : points)
    for (const double loss : point.*losses)
      levels[place].rests.push_back(
          std::isnan(loss) ? loss : math::log(std::min(loss, high) + raised) + (loss > high ? 1 : 0));
  return levels;
}

/// The variance of a run at most points.
double usual_variance(const Levels& levels) {
  std::vector<double> all;
  for (const auto& [place, level] : levels)
    if (const Mean own = level.squares(); own.count > 1) all.push_back(own.sum / (own.count - 1));
  if (all.empty()) return unknown_variance;
  math::sort(all);
  return all[(all.size() - 1) / 2];
}

void find_variances(Levels& levels) {
  const double usual = usual_variance(levels);
  for (auto& [place, level] : levels) {
    const Mean own = level.squares();
    level.variance = (own.sum + usual_runs * usual) / (own.count - 1 + usual_runs);
  }
}

Levels levels_of(const Points& points, std::vector<double> Point::*losses) {
  Levels levels = logarithms_of(points, losses);
  const std::size_t seeds = points.begin()->second.losses.size();
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    for (std::size_t seed = 0; seed < seeds; ++seed) {
      Mean effect;
      for (const auto& [place, level] : levels) effect.add(level.rests[seed]);
      for (auto& [place, level] : levels) level.rests[seed] -= effect.value();
    }
    for (auto& [place, level] : levels) {
      Mean mean;
      for (const double rest : level.rests) mean.add(rest);
      for (double& rest : level.rests) rest -= mean.value();
      level.mean += mean.value();
    }
  }
  find_variances(levels);
  return levels;
}

bool have_tails(const Points& points) {
  const std::vector<double> all = of_what_ran(points, &Point::tails);
  return std::none_of(all.begin(), all.end(), [](double tail) { return std::isnan(tail); });
}

bool was_run_twice(const Point& point) {
  return std::count_if(point.losses.begin(), point.losses.end(), [](double loss) { return !std::isnan(loss); }) > 1;
}

/// A symmetric matrix that is zero but for the diagonal and the two beside it, and what solves it.
class Banded {
 public:
  explicit Banded(std::size_t size) : rows_(size) {}

  /// Adds weight * (sum of terms[k] x[first + k])^2 to the quadratic form.
  void add(std::size_t first, const std::vector<double>& terms, double weight) {
    for (std::size_t a = 0; a < terms.size(); ++a)
      for (std::size_t b = a; b < terms.size(); ++b) rows_[first + a][b - a] += weight * terms[a] * terms[b];
  }

  /// Into L D L^T, in place. Gives the logarithm of the determinant.
  double factor() {
    double log_determinant = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      log_determinant += math::log(rows_[i][0]);
      for (std::size_t r = 1; r < width && i + r < rows_.size(); ++r) {
        const double share = rows_[i][r] / rows_[i][0];
        for (std::size_t k = r; k < width; ++k) rows_[i + r][k - r] -= share * rows_[i][k];
      }
    }
    return log_determinant;
  }

  /// Once it is factored.
  std::vector<double> solved(std::vector<double> x) const {
    const std::size_t size = rows_.size();
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t r = 1; r < width && i + r < size; ++r) x[i + r] -= rows_[i][r] / rows_[i][0] * x[i];
    for (std::size_t i = size; i-- > 0;) {
      for (std::size_t r = 1; r < width && i + r < size; ++r) x[i] -= rows_[i][r] * x[i + r];
      x[i] /= rows_[i][0];
    }
    return x;
  }

 private:
  static constexpr std::size_t width = 3;
  std::vector<std::array<double, width>> rows_;
};

/// The curve of one q.
struct Curve {
  std::vector<double> heights;
  Banded precision;  // factored: of the heights, given the levels
  double log_likelihood;

  /// Of the difference of two heights.
  double variance(std::size_t a, std::size_t b) const {
    std::vector<double> one(heights.size());
    one[a] += 1;
    one[b] -= 1;
    const std::vector<double> x = precision.solved(std::move(one));
    return x[a] - x[b];
  }
};

Banded prior_of(std::size_t count, double turn) {
  Banded prior(count);
  for (std::size_t i = 0; i < count; ++i) prior.add(i, {1}, 1 / (farthest_level * farthest_level));
  for (std::size_t i = 1; i < count; ++i) prior.add(i - 1, {-1, 1}, 1 / static_cast<double>(count - 1));
  for (std::size_t i = 2; i < count; ++i) prior.add(i - 2, {1, -2, 1}, 1 / (turn * turn));
  return prior;
}

Curve curve_of(const Points& points, double turn) {
  const int first = points.begin()->first;
  const std::size_t count = static_cast<std::size_t>(points.rbegin()->first - first) + 1;
  Mean level;
  for (const auto& [place, point] : points) level.add(point.level);
  Banded prior = prior_of(count, turn), precision = prior;
  std::vector<double> weighted(count);
  for (const auto& [place, point] : points) {
    const std::size_t i = static_cast<std::size_t>(place - first);
    precision.add(i, {1}, 1 / point.variance);
    weighted[i] = (point.level - level.value()) / point.variance;
  }
  double log_likelihood = prior.factor() - precision.factor();
  std::vector<double> heights = precision.solved(weighted);
  for (std::size_t i = 0; i < count; ++i) log_likelihood += weighted[i] * heights[i];
  return {std::move(heights), std::move(precision), log_likelihood};
}

Curve likeliest_curve(const Points& points) {
  const bool knows_noise =
      std::any_of(points.begin(), points.end(), [](const auto& each) { return was_run_twice(each.second); });
  if (!knows_noise) return curve_of(points, unknown_turn);
  std::optional<Curve> likeliest;
  for (const double turn : turns)
    if (Curve curve = curve_of(points, turn); !likeliest || curve.log_likelihood > likeliest->log_likelihood)
      likeliest = std::move(curve);
  return *std::move(likeliest);
}

/// The ends less the tails.
Levels difference_of(const Levels& ends, const Levels& tails) {
  Levels all = ends;
  for (auto& [place, level] : all)
    for (std::size_t seed = 0; seed < level.rests.size(); ++seed) level.rests[seed] -= tails.at(place).rests[seed];
  find_variances(all);
  return all;
}

/// Adds to each point's level and variance what the ends add to the tails.
void add_ends(const Levels& ends, const Levels& tails, Points& points) {
  const int first = points.begin()->first;
  const std::size_t count = static_cast<std::size_t>(points.rbegin()->first - first) + 1;
  Banded precision(count);
  for (std::size_t i = 0; i < count; ++i) precision.add(i, {1}, 1 / (farthest_added * farthest_added));
  for (std::size_t i = 1; i < count; ++i) precision.add(i - 1, {-1, 1}, 1 / (walk_of_ends * walk_of_ends));
  std::vector<double> weighted(count);
  for (const auto& [place, difference] : difference_of(ends, tails)) {
    const std::size_t i = static_cast<std::size_t>(place - first);
    const double variance = difference.own_variance() + doubt_of_ends * doubt_of_ends;
    precision.add(i, {1}, 1 / variance);
    weighted[i] = (ends.at(place).value() - tails.at(place).value()) / variance;
  }
  precision.factor();
  const std::vector<double> walk = precision.solved(std::move(weighted));
  for (auto& [place, point] : points) {
    std::vector<double> one(count);
    const std::size_t i = static_cast<std::size_t>(place - first);
    one[i] = 1;
    point.level += walk[i];
    point.variance += precision.solved(std::move(one))[i];
  }
}

}  // namespace

void find_levels(Points& points) {
  const Levels ends = levels_of(points, &Point::losses);
  const bool knows_tails = have_tails(points);
  const Levels levels = knows_tails ? levels_of(points, &Point::tails) : ends;
  for (auto& [place, point] : points) {
    point.level = levels.at(place).value();
    point.variance = levels.at(place).own_variance() + doubt * doubt;
  }
  if (knows_tails) add_ends(ends, levels, points);
}

Valley valley_of(const Points& points) {
  const Curve curve = likeliest_curve(points);
  std::size_t lowest = 0;
  for (std::size_t i = 1; i < curve.heights.size(); ++i)
    if (curve.heights[i] < curve.heights[lowest] - as_low) lowest = i;
  const int first = points.begin()->first;
  Valley valley{first + static_cast<int>(lowest), {first, points.rbegin()->first}};
  const auto is_told = [&](int place) {
    const std::size_t i = static_cast<std::size_t>(place - first);
    return curve.heights[i] - curve.heights[lowest] > two_sided_5 * std::sqrt(curve.variance(i, lowest));
  };
  for (auto each = points.begin(); each->first < valley.lowest && is_told(each->first); ++each)
    valley.ends[0] = each->first;
  for (auto each = points.rbegin(); each->first > valley.lowest && is_told(each->first); ++each)
    valley.ends[1] = each->first;
  return valley;
}

}  // namespace etude::study
