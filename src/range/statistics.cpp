// What several sweeps say together.
//
// Idea: rates are compared by ratios, so their mean is the geometric one, exp(mean log r). Its interval is the
// percentile bootstrap: as many seeds drawn again with replacement, many times; of those means the ones below which
// 2.5 % and 97.5 % lie. Edges: the middle of few seeds is drawn too often, so intervals of five are somewhat narrow.
// Cost: resamples x seeds. Source: Efron 1979.

#include "range/statistics.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/base/random.h"
#include "study/statistics.h"

namespace etude::range {
namespace {

constexpr double points_of_a_decade = 20;

double resampled(const std::vector<double>& values, RandomState& random) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    sum += values[static_cast<std::size_t>(random.uniform() * static_cast<double>(values.size()))];
  return sum / static_cast<double>(values.size());
}

/// The sweep's smoothed losses, and the first one of the explosion.
struct Drawn {
  std::vector<double> lr, loss;
};

Drawn drawn(const SeedSweep& sweep) {
  Drawn part;
  for (std::size_t i = 0; i < sweep.lr.size(); ++i) {
    const double loss = sweep.lr[i] == sweep.edge ? sweep.loss[i] : sweep.smoothed[i];
    if (!std::isfinite(loss)) break;
    part.lr.push_back(sweep.lr[i]);
    part.loss.push_back(loss);
  }
  return part;
}

double line_at(double lr, const Drawn& part) {
  const auto above = static_cast<std::size_t>(std::lower_bound(part.lr.begin(), part.lr.end(), lr) - part.lr.begin());
  if (above == part.lr.size()) return not_a_number;
  if (above == 0) return part.loss[0];
  const double w = math::log(lr / part.lr[above - 1]) / math::log(part.lr[above] / part.lr[above - 1]);
  return math::mix(w, part.loss[above], part.loss[above - 1]);
}

}  // namespace

RateInterval over_seeds(const std::vector<double>& rates, std::uint32_t seed, std::size_t resamples) {
  std::vector<double> logs;
  for (const double rate : rates)
    if (std::isfinite(rate) && rate > 0) logs.push_back(math::log(rate));
  if (logs.empty()) return {};
  RateInterval over{.value = math::exp(study::mean_of(logs))};
  if (logs.size() < 2 || resamples < 40) return over;
  RandomState random(seed);
  std::vector<double> means(resamples);
  for (double& mean : means) mean = resampled(logs, random);
  math::sort(means);
  const auto at = [&](double share) {
    return math::exp(means[static_cast<std::size_t>(share * static_cast<double>(resamples - 1))]);
  };
  over.low = at(0.025);
  over.high = at(0.975);
  return over;
}

void lay_curve(RangeStudy& study) {
  std::vector<Drawn> parts;
  for (const SeedSweep& sweep : study.sweeps) parts.push_back(drawn(sweep));
  const double decades = math::log(study.to / study.from) / math::log(10);
  const double ratio = math::pow(10, 1 / points_of_a_decade);
  const auto points = static_cast<std::size_t>(std::ceil(decades * points_of_a_decade));
  double lr = study.from;
  for (std::size_t i = 0; i <= points; ++i, lr *= ratio) {
    std::vector<double> losses;
    for (const Drawn& part : parts)
      if (const double loss = line_at(lr, part); std::isfinite(loss)) losses.push_back(loss);
    if (losses.empty() || losses.size() * 2 < parts.size()) return;
    study.lr.push_back(lr);
    study.mean.push_back(study::mean_of(losses));
    study.low.push_back(*std::min_element(losses.begin(), losses.end()));
    study.high.push_back(*std::max_element(losses.begin(), losses.end()));
  }
}

}  // namespace etude::range
