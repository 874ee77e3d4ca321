#include "claims/measures.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::claims {
namespace {

// The table. Where a run diverged, its losses at the end are that of its first step.
constexpr std::pair<std::string_view, std::string_view> all_meanings[] = {
    {"final_loss",
     "the loss of the last step; with mini-batches, or where an average is measured, of all training samples "
     "after the last update; of a swept arm the lowest of any peak"},
    {"heldout_loss", "the loss after the last update on samples that are held out"},
    {"best_loss", "the lowest loss of a step"},
    {"heldout_accuracy", "the share of samples held out whose class is told after the last update"},
    {"diverged", "1 where a loss was not finite, else 0"},
    {"first_loss", "the loss of the first step"},
    {"peak_loss", "the largest loss on the way, of 64 steps evenly spread"},
    {"converged_at", "the first step within 5 % of the run's own lowest loss"},
    {"best_peak", "the peak of those swept whose run ends lowest"},
    {"edge",
     "of the peaks swept the lowest at which, and above which, no run trains (twice the last where that trains): a "
     "run trains where it ends at least half-way from the first loss down to the lowest that any peak ends at, and a "
     "tenth below the first"},
    {"octaves",
     "how many factors of 2 the peaks swept span at which a run trains: one that ends at least half-way from the "
     "first loss down to the lowest that any peak ends at, and a tenth below the first"},
    {"two_draws", "the mean over all pairs of peaks swept, drawn with replacement, of the lower of their two losses"},
    {"sharpness",
     "the largest eigenvalue of the second derivatives of the training loss after the last update, by exact "
     "products"},
    {"trace", "the trace of the second derivatives of the training loss after the last update"},
    {"variance_10", "of the mean gradient of 10 samples at the start, the trace of its covariance"},
    {"variance_50", "of the mean gradient of 50 samples at the start, the trace of its covariance"},
    {"later_10", "the variance of 10 samples half-way"},
    {"later_50", "the variance of 50 samples half-way"},
    {"early_logit", "the largest attention logit in the first tenth of the run"},
    {"early_entropy", "the lowest entropy of an attention in the first tenth of the run"},
    {"early_gradient", "the largest norm of the gradient, before clipping, in the first tenth of the run"},
    {"error_10",
     "the factor by which Adam's mean of squared gradients, its bias corrected, is off after 10 updates from that "
     "at the end: the median over the parameters"},
    {"error_100", "the same after 100 updates"},
    {"error_300", "the same after 300 updates"},
    {"best_early",
     "after a twentieth of the run the constant rate, of a grid by the root of 2 from 2^-8 to 2^4, under which "
     "the training loss five updates on is lowest"},
    {"best_middle", "the same half-way"},
    {"best_late", "the same after nineteen twentieths of the run"},
    {"barrier",
     "how far the training loss rises above the straight line, at 21 points of the way from the parameters at a "
     "quarter of the run to those at its end, over the loss of the first step"},
    {"first_update", "how far the first update moves the parameters: the root of the sum of squares"},
    {"middle_gradient", "the mean norm of the gradient, before clipping, between 40 and 60 % of the run"},
    {"late_gradient", "the mean norm of the gradient, before clipping, in the last tenth of the run"},
    {"power", "the exponent with which the best rates, none above the arm's, fall to the end of the run"},
    {"power_by_theory",
     "the exponent with which the best rates, none above the arm's, fall to the end of the run, over twice "
     "that of the spectrum less 1"},
    {"held", "the share of the run, from its start, for which the best rates, none above the arm's, are the largest"},
    {"falling",
     "the share of the run that is left where the best rates, none above the arm's, are last at half the largest"},
    {"lowest_loss", "the loss that the best rates, none above the arm's, end at"},
    {"suggestion", "the rate that the rule of the range test suggests"},
    {"range_edge",
     "in a range test the rate of the first loss that is not finite, or four times the lowest running mean "
     "before it"},
    {"range_basin", "in a range test the rate of the lowest smoothed loss"},
    {"range_start", "in a range test the smoothed loss at the first rate"},
    {"range_best", "in a range test the lowest smoothed loss"},
};

constexpr double least_progress = 0.9;  // of the first loss: what ends above has not trained

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

std::span<const std::pair<std::string_view, std::string_view>> meanings() { return all_meanings; }

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
  const double first = first_loss(runs[best]);
  const Stretch stretch = stretch_of(peaks, losses, std::min((losses[best] + first) / 2, least_progress * first));
  Outcome outcome = runs[best];
  outcome.metrics = {{.name = "best_peak", .last = peaks[best]},
                     {.name = "edge", .last = stretch.edge},
                     {.name = "octaves", .last = stretch.octaves},
                     {.name = "two_draws", .last = of_two_draws(losses)}};
  return outcome;
}

}  // namespace etude::claims
