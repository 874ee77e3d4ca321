#include "etude/lab/trials.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "etude/lab/parallel.h"
#include "etude/lab/train.h"

namespace etude {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

tl::unexpected<Error> pass_on(const Error& error) { return tl::unexpected<Error>(error); }

LossCurve thinned(const std::vector<double>& losses, std::size_t points) {
  LossCurve curve;
  const std::size_t count = std::min(points, losses.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t t = count < 2 ? losses.size() - 1 : (i * (losses.size() - 1) + (count - 1) / 2) / (count - 1);
    curve.step.push_back(static_cast<Step>(t));
    curve.loss.push_back(std::isfinite(losses[t]) ? losses[t] : not_a_number);
  }
  return curve;
}

}  // namespace

double best_loss(const Record& record) {
  double best = not_a_number;
  for (const double loss : record.loss)
    if (std::isfinite(loss) && !(loss >= best)) best = loss;
  return best;
}

std::optional<Step> converged_at(const Record& record) {
  const double close = best_loss(record) * 1.05;
  const auto first = std::find_if(record.loss.begin(), record.loss.end(), [&](double loss) { return loss < close; });
  return first == record.loss.end() ? std::nullopt : std::optional<Step>(first - record.loss.begin());
}

Outcome outcome_of(const Record& record, std::size_t curve_points) {
  return {.final_loss = record.final_loss(),
          .best_loss = best_loss(record),
          .heldout_loss = record.heldout_loss(),
          .heldout_accuracy = std::isnan(record.heldout_loss()) ? not_a_number : record.heldout.back().accuracy,
          .converged_at = converged_at(record),
          .diverged_at = record.diverged_at,
          .steps = static_cast<Step>(record.loss.size()),
          .failure = {},
          .curve = thinned(record.loss, curve_points)};
}

Runner native_runner(const Prepared& given, const RunOptions& options) {
  return [given, options](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    std::mutex telling;
    Result<void> good;
    parallel_for(trials.size(), options.threads, [&](std::size_t i) {
      {
        const std::lock_guard lock(telling);
        if (!good) return;
      }
      const Trial& trial = trials[i];
      auto record = given.with(trial.steps, trial.backward).and_then([&](const Prepared& prepared) {
        return train(prepared, trial.plan, trial.seed);
      });
      const std::lock_guard lock(telling);
      if (!good) return;
      if (!record) {
        good = pass_on(record.error());
      } else {
        good = finished(i, outcome_of(record->record, trial.curve_points));
      }
    });
    return good;
  };
}

}  // namespace etude
