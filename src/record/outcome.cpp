// What a study keeps of a run, and of its losses.

#include "etude/record/outcome.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"

namespace etude::inline record {
namespace {

double finite_or_nan(double value) { return std::isfinite(value) ? value : not_a_number; }

LossCurve thinned(const std::vector<double>& losses, std::size_t points) {
  LossCurve curve{curve_steps(static_cast<Step>(losses.size()), points), {}};
  for (const Step t : curve.step) curve.loss.push_back(finite_or_nan(losses[static_cast<std::size_t>(t)]));
  return curve;
}

}  // namespace

std::vector<Step> curve_steps(Step steps, std::size_t points) {
  const auto last = static_cast<std::size_t>(std::max(steps, Step{1})) - 1;
  const std::size_t count = std::min(points, steps < 1 ? 0 : last + 1);
  if (count == 1) return {static_cast<Step>(last)};
  std::vector<Step> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<Step>((i * last + (count - 1) / 2) / (count - 1)));
  return all;
}

std::optional<Outcome> with_points(Outcome outcome, std::size_t points) {
  const auto had = static_cast<Step>(outcome.curve.step.size());
  const bool is_enough = points <= outcome.curve.step.size() || outcome.steps <= had;
  if (!is_enough || outcome.curve.loss.size() != outcome.curve.step.size()) return std::nullopt;
  LossCurve curve;
  std::size_t at = 0;
  for (const Step t : curve_steps(outcome.steps, points)) {
    while (at < outcome.curve.step.size() && outcome.curve.step[at] < t) ++at;
    if (at == outcome.curve.step.size() || outcome.curve.step[at] != t) return std::nullopt;
    curve.step.push_back(t);
    curve.loss.push_back(outcome.curve.loss[at]);
  }
  outcome.curve = std::move(curve);
  return outcome;
}

double best_loss(std::span<const double> losses) {
  double best = not_a_number;
  for (const double loss : losses)
    if (std::isfinite(loss) && !(loss >= best)) best = loss;
  return best;
}

std::optional<std::size_t> converged_at(std::span<const double> losses) {
  const double close = best_loss(losses) * 1.05;
  const auto first = std::find_if(losses.begin(), losses.end(), [&](double loss) { return loss < close; });
  return first == losses.end() ? std::nullopt : std::optional(static_cast<std::size_t>(first - losses.begin()));
}

Step tail_from(Step steps) { return steps - (2 * steps + 4) / 5; }

double mean_loss(std::span<const double> losses) {
  double sum = 0;
  for (const double loss : losses) sum += loss;
  return losses.empty() ? not_a_number : finite_or_nan(sum / static_cast<double>(losses.size()));
}

Outcome outcome_of(const Record& record, std::size_t curve_points) {
  const double heldout = finite_or_nan(record.heldout_loss());
  const auto steps = static_cast<Step>(record.loss.size());
  const auto tail = std::span(record.loss).subspan(static_cast<std::size_t>(tail_from(steps)));
  return {.final_loss = finite_or_nan(record.final_loss()),
          .tail_loss = record.diverged_at ? not_a_number : mean_loss(tail),
          .best_loss = best_loss(record.loss),
          .heldout_loss = heldout,
          .heldout_accuracy = std::isnan(heldout) ? not_a_number : record.heldout.back().accuracy,
          .converged_at = converged_at(record.loss),
          .diverged_at = record.diverged_at,
          .steps = steps,
          .failure = {},
          .metrics = {},
          .curve = thinned(record.loss, curve_points)};
}

}  // namespace etude::record
