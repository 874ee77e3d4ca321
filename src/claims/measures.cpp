#include "claims/measures.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::claims {
namespace {

/// A loss as it counts: a run that diverged has learned nothing.
double counted(const Outcome& outcome, double loss) { return outcome.diverged_at ? first_loss(outcome) : loss; }

double largest_loss(const Outcome& outcome) {
  double largest = not_a_number;
  for (const double loss : outcome.curve.loss)
    if (std::isfinite(loss) && !(loss <= largest)) largest = loss;
  return largest;
}

double metric_of(const Outcome& outcome, std::string_view name) {
  for (const Metric& metric : outcome.metrics)
    if (metric.name == name) return metric.last;
  return not_a_number;
}

struct Stretch {
  double octaves = 0, edge = not_a_number;
};

/// Where runs train, their loss ending at or below `enough`, and the first peak above all of them.
Stretch stretch_of(const std::vector<double>& peaks, const std::vector<double>& losses, double enough) {
  Stretch stretch{.edge = peaks.front()};
  const double octave = peaks.size() > 1 ? math::log(peaks[1] / peaks[0]) / math::log(2) : 1;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (!(losses[i] <= enough)) continue;
    stretch.octaves += octave;
    stretch.edge = i + 1 < peaks.size() ? peaks[i + 1] : 2 * peaks[i];
  }
  return stretch;
}

/// The mean over all pairs of peaks, one drawn after the other, of the lower loss of the two: a random search of two runs.
double of_two_draws(std::vector<double> losses) {
  math::sort(losses);
  const double n = static_cast<double>(losses.size());
  double sum = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) sum += losses[i] * (2 * (n - static_cast<double>(i)) - 1);
  return sum / (n * n);
}

std::vector<double> counted_losses(const std::vector<Outcome>& runs) {
  std::vector<double> losses;
  for (const Outcome& run : runs) losses.push_back(counted(run, run.final_loss));
  return losses;
}

}  // namespace

double first_loss(const Outcome& outcome) {
  return outcome.curve.loss.empty() ? not_a_number : outcome.curve.loss.front();
}

double measure_of(const Outcome& outcome, std::string_view measure) {
  if (measure == "final_loss") return counted(outcome, outcome.final_loss);
  if (measure == "heldout_loss") return counted(outcome, outcome.heldout_loss);
  if (measure == "best_loss") return outcome.best_loss;
  if (measure == "heldout_accuracy") return outcome.heldout_accuracy;
  if (measure == "diverged") return outcome.diverged_at ? 1 : 0;
  if (measure == "first_loss") return first_loss(outcome);
  if (measure == "peak_loss") return largest_loss(outcome);
  if (measure == "converged_at")
    return outcome.converged_at ? static_cast<double>(*outcome.converged_at) : not_a_number;
  return metric_of(outcome, measure);
}

Outcome swept(const std::vector<double>& peaks, const std::vector<Outcome>& runs) {
  const std::vector<double> losses = counted_losses(runs);
  const auto best = static_cast<std::size_t>(std::min_element(losses.begin(), losses.end()) - losses.begin());
  const Stretch stretch = stretch_of(peaks, losses, (losses[best] + first_loss(runs[best])) / 2);
  Outcome outcome = runs[best];
  outcome.metrics = {{.name = "best_peak", .last = peaks[best]},
                     {.name = "edge", .last = stretch.edge},
                     {.name = "octaves", .last = stretch.octaves},
                     {.name = "two_draws", .last = of_two_draws(losses)}};
  return outcome;
}

}  // namespace etude::claims
