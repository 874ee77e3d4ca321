// How well a run is told: errors over its points that count.

#include <algorithm>
#include <cmath>

#include "forecast/observe.h"

namespace etude::forecast {
namespace {

/// The points of a run from `first` on.
struct Points {
  std::vector<Step> steps;
  std::vector<double> losses;
};

Points points_of(const LoggedRun& run, Step first) {
  Points points;
  for (std::size_t i = 0; i < run.steps.size(); ++i)
    if (run.steps[i] >= first) points.steps.push_back(run.steps[i]), points.losses.push_back(run.losses[i]);
  return points;
}

Score scored(const LoggedRun& run, const Points& points, const std::vector<double>& told) {
  Score score{.run = run.name};
  const auto count = static_cast<double>(told.size());
  double mean = 0, squares = 0, spread = 0, after = 0, points_after = 0;
  for (const double loss : points.losses) mean += loss / count;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const double loss = points.losses[i], error = std::abs(told[i] - loss);
    score.mae += error / count;
    score.pred_e += error / loss / count;
    score.worst_e = std::max(score.worst_e, error / loss);
    squares += error * error;
    spread += (loss - mean) * (loss - mean);
    if (points.steps[i] < run.branch_step.value_or(0)) continue;
    after += error;
    ++points_after;
  }
  score.R2 = 1 - squares / spread;
  score.rmse = std::sqrt(squares / count);
  score.final_error = std::abs(told.back() - points.losses.back());
  score.mae_after_branch = after / points_after;
  return score;
}

Result<Points> points_that_count(const LoggedRun& run, Step from) {
  if (const auto checked = check(run); !checked) return pass_on(checked.error());
  Points points = points_of(run, first_step_of(run, from));
  if (points.steps.empty())
    return refuse("run " + run.name + " has no point that counts; log it further, or lower --from");
  return points;
}

}  // namespace

Result<Score> score(const Forecast& forecast, const LoggedRun& run, bool is_forced) {
  const auto points = points_that_count(run, forecast.from);
  if (!points) return pass_on(points.error());
  const auto told = predict(forecast, {run.rates, run.warmup_steps}, points->steps, is_forced);
  if (!told) return refuse("run " + run.name + ": " + told.error().message);
  Score found = scored(run, *points, told->losses);
  found.half_width = told->half_widths.back();
  found.covered = found.final_error <= found.half_width;
  found.is_forced = told->is_forced;
  return found;
}

bool any_forced(std::span<const Score> scores) {
  return std::any_of(scores.begin(), scores.end(), [](const Score& each) { return each.is_forced; });
}

Score score(const Model& model, const LoggedRun& run) {
  const Points points = points_of(run, first_step_of(run, 0));
  return scored(run, points, losses(model, {run.rates, run.warmup_steps}, points.steps));
}

MeanScore mean_of(std::span<const Score> scores) {
  MeanScore mean{.runs = scores.size()};
  const auto count = static_cast<double>(scores.size());
  for (const Score& each : scores) {
    mean.R2 += each.R2 / count;
    mean.mae += each.mae / count;
    mean.rmse += each.rmse / count;
    mean.pred_e += each.pred_e / count;
    mean.worst_e += each.worst_e / count;
    mean.final_error += each.final_error / count;
    mean.mae_after_branch += each.mae_after_branch / count;
    mean.half_width += each.half_width / count;
    mean.covered += each.covered ? 1 / count : 0;
  }
  return mean;
}

}  // namespace etude::forecast
