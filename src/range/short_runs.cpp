// Short runs, tuned from what a rule reads off the sweeps.
//
// Idea. A sweep says at which rates a network falls fast and where it explodes. Which peak ends lowest is another thing: the
// noise that a high rate leaves is gone after a decay, and what a rate breaks shows only after some updates. A short decay
// has both, and its best peak is near that of a longer one. So the tuner of the studies seeks it, from the rule's rate on.
// To a schedule of another shape another peak is best, most of all to a constant: who names it has it tuned in place of the
// decay, stretched to as many updates.
// Formula. Grid: rate / 4 ... 4 rate, ratio sqrt(2), which goes on where the best is at an end. Score: the mean of the losses
// of the last tenth of the updates, as the last one is of a few samples only.
// Edges. A run that ends early, or has a loss that is not finite, diverged. The longer a run, the lower its best peak, if
// by little: --verify tells of a run's own length. Cost: about 4 + 3 runs a seed, each twice as long as a sweep.
// Source: ours; docs/range-test.md has what it costs and gains.

#include "range/short_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "etude/schedule/kinds.h"
#include "study/rounds.h"
#include "study/scaled.h"
#include "study/statistics.h"
#include "study/tuning.h"

namespace etude::range {
namespace {

constexpr double around = 4, farthest = 64, diverged = std::numeric_limits<double>::infinity();
constexpr Step parts = 10;   // of a run, of which the last is looked at
constexpr Step as_long = 2;  // as a sweep

study::TuningOptions grid_around(const RangeStudy& study) {
  const double rate = study.suggestion.rate.value;
  study::TuningOptions grid{.from = rate / around, .to = rate * around, .seeds = {}, .farthest = farthest};
  for (const SeedSweep& sweep : study.sweeps) grid.seeds.push_back(sweep.seed);
  return grid;
}

double score_of(const Outcome& outcome, Step steps) {
  const LossCurve& curve = outcome.curve;
  const bool is_whole = !curve.step.empty() && curve.step.back() == steps - 1;
  if (!is_whole || outcome.diverged_at || !outcome.failure.empty()) return diverged;
  const auto first = std::lower_bound(curve.step.begin(), curve.step.end(), steps - std::max<Step>(1, steps / parts));
  const double mean =
      study::mean_of(std::span(curve.loss).subspan(static_cast<std::size_t>(first - curve.step.begin())));
  return std::isfinite(mean) ? mean : diverged;
}

/// A schedule of so many steps, and its peak.
struct Shape {
  Schedule rate;
  Step steps;
  double peak;
};

Result<Shape> shape_of(const SweepOptions& options) {
  const Step steps = as_long * options.steps;
  const auto rate =
      !options.runs ? linear({.from = 1, .steps = steps})
      : options.runs->steps == steps
          ? Result<Schedule>(options.runs->rate)
          : stretch(options.runs->rate, static_cast<double>(steps) / static_cast<double>(options.runs->steps));
  if (!rate) return pass_on(rate.error());
  const double peak = study::peak_of({.lr = *rate}, steps);
  if (!(peak > 0)) return refuse(options.runs->name + " has no rate above 0; type --schedule 'constant(1)'");
  return Shape{*rate, steps, peak};
}

/// All that the tuner needs next, by its index.
Result<std::vector<study::Trial>> trials_of(const std::vector<study::Tuning::Needed>& needed,
                                            const study::TuningOptions& grid, const Shape& shape,
                                            const SweepOptions& options) {
  std::vector<study::Trial> trials;
  for (const auto& [point, seed] : needed) {
    const auto plan = driving(rescaled(shape.rate, {study::grid_peak(grid, point), shape.peak}), options);
    if (!plan) return pass_on(plan.error());
    trials.push_back({*plan, shape.steps, options.backward, grid.seeds[seed], static_cast<std::size_t>(shape.steps)});
  }
  return trials;
}

}  // namespace

Result<Plan> driving(const Schedule& rate, const SweepOptions& options) {
  if (options.group.empty()) return Plan{rate};
  const auto rest = constant({.value = options.rest});
  if (!rest) return pass_on(rest.error());
  return Plan{.lr = *rest, .groups = {{.name = options.group, .lr = rate}}};
}

Result<void> tune_by_short_runs(RangeStudy& study, const study::Runner& runner, const SweepOptions& options) {
  const auto shape = shape_of(options);
  if (!shape) return pass_on(shape.error());
  const study::TuningOptions grid = grid_around(study);
  study::Tuning tuning(grid);
  const study::StudyOptions no_more;
  study::Rounds rounds{runner, no_more};
  ShortRuns short_runs{
      .schedule = options.runs ? options.runs->name : "", .steps = shape->steps, .from = study.suggestion.rate.value};
  for (auto needed = tuning.next(); !needed.empty(); needed = tuning.next()) {
    const auto trials = trials_of(needed, grid, *shape, options);
    if (!trials) return pass_on(trials.error());
    const auto outcomes = rounds.run(*trials);
    if (!outcomes) return pass_on(outcomes.error());
    for (std::size_t i = 0; i < needed.size(); ++i)
      tuning.finish(needed[i], score_of((*outcomes)[i], short_runs.steps));
  }
  short_runs.runs = rounds.trials;
  short_runs.tried = tuning.tried();
  if (std::none_of(short_runs.tried.begin(), short_runs.tried.end(),
                   [](const Tried& t) { return std::isfinite(t.loss); })) {
    study.notes.push_back("no short run came to its end, so the rate is what the rule gives");
    return {};
  }
  study.suggestion.refusal.clear();
  study.suggestion.rate = {tuning.peak(), tuning.interval()[0], tuning.interval()[1]};
  study.short_runs = std::move(short_runs);
  return {};
}

}  // namespace etude::range
