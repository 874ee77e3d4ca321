// One curve an arm: at each step the median of the losses of the runs that are still finite there, and around it the
// middle half of them. Formula: the q-quantile of n sorted values lies at place q (n - 1), between its neighbours in
// proportion. Edges: fewer than four seeds have no middle half, so their range is drawn; one has no band.
// Arms that differ only in their backward pass share a hue. Cost: O(seeds log seeds) a step.
// Source of the quantile: Hyndman and Fan, "Sample quantiles in statistical packages" (1996), type 7.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/math.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"

namespace etude::report {
namespace {

constexpr std::size_t kLeastForQuartiles = 4;
constexpr double kLongestLeap = 8;  // from the first to the second kept step on a log axis

using LossesByStep = std::map<Step, std::vector<double>>;

double quantile(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double w = place - static_cast<double>(below);
  return w == 0 ? sorted[below] : math::mix(1 - w, sorted[below], sorted[below + 1]);
}

/// At each step that the curves have, the losses that are finite there, sorted.
LossesByStep losses_of(const Arm& arm) {
  LossesByStep losses;
  for (const Outcome& trial : arm.trials) {
    for (std::size_t i = 0; i < std::min(trial.curve.step.size(), trial.curve.loss.size()); ++i) {
      const bool runs = !trial.diverged_at || trial.curve.step[i] < *trial.diverged_at;
      if (runs && std::isfinite(trial.curve.loss[i])) losses[trial.curve.step[i]].push_back(trial.curve.loss[i]);
    }
  }
  for (auto& [step, values] : losses) math::sort(values);
  return losses;
}

/// On a log axis the first step would be joined to the next over the whole figure where they lie far apart.
void drop_lonely_first(LossesByStep& losses) {
  if (losses.size() > 2 && static_cast<double>(std::next(losses.begin())->first - losses.begin()->first) > kLongestLeap)
    losses.erase(losses.begin());
}

double place_of(Step step, bool log_steps) {
  return log_steps ? math::log(static_cast<double>(step) + 1) : static_cast<double>(step);
}

/// Steps that are evenly spread where they will be drawn: each is the first in its share of the axis; and the last.
void thin(LossesByStep& losses, const CurveOptions& options) {
  if (options.most_points < 2 || losses.size() <= options.most_points) return;
  const double first = place_of(losses.begin()->first, options.log_steps);
  const double span = place_of(losses.rbegin()->first, options.log_steps) - first;
  const Step last = losses.rbegin()->first;
  double taken = -1;
  std::erase_if(losses, [&](const auto& entry) {
    const double share = (place_of(entry.first, options.log_steps) - first) / span;
    const double part = std::floor(share * static_cast<double>(options.most_points - 1));
    if (part <= taken && entry.first != last) return true;
    taken = part;
    return false;
  });
}

void add_curve(const Arm& arm, const CurveOptions& options, Line& line) {
  LossesByStep losses = losses_of(arm);
  if (options.log_steps) drop_lonely_first(losses);
  thin(losses, options);
  const std::size_t seeds = arm.trials.size();
  const double tail = seeds < kLeastForQuartiles ? 0 : 0.25;
  for (const auto& [step, values] : losses) {
    line.x.push_back(static_cast<double>(step) + (options.log_steps ? 1 : 0));
    line.y.push_back(quantile(values, 0.5));
    if (seeds < 2) continue;
    line.low.push_back(quantile(values, tail));
    line.high.push_back(quantile(values, 1 - tail));
  }
}

std::string loss_title(const Comparison& comparison) {
  const std::size_t seeds = comparison.seeds();
  return comparison.task + ": loss at each step" + (seeds > 1 ? ", median of " + std::to_string(seeds) + " seeds" : "");
}

std::string band_label(const Comparison& comparison) {
  const std::size_t seeds = comparison.seeds();
  if (seeds < 2) return "";
  return seeds < kLeastForQuartiles ? "band: lowest to highest seed" : "band: the middle half of the seeds";
}

}  // namespace

Figure comparison_figure(const Comparison& comparison, const CurveOptions& options) {
  Figure figure{.title = loss_title(comparison), .x = {"step"}, .y = {"loss", true}};
  if (options.log_steps) figure.x = {"step + 1", true};
  figure.band_label = band_label(comparison);
  figure.lines = contender_lines(comparison);
  const std::vector<std::size_t> shown = contenders(comparison);
  for (std::size_t k = 0; k < shown.size(); ++k) {
    figure.lines[k].diverged = all_diverged(comparison.arms[shown[k]]);
    add_curve(comparison.arms[shown[k]], options, figure.lines[k]);
  }
  return figure;
}

}  // namespace etude::report
