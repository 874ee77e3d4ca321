// Etude's engine as a Runner: beginnings trained once (shared_runs.h), or every trial by itself.

#include "etude/study/native_runner.h"

#include <algorithm>

#include "etude/train/train.h"
#include "study/prefixes.h"
#include "study/shared_runs.h"
#include "study/teller.h"

namespace etude::study {
namespace {

/// Every trial from its start, whatever the others begin with.
Result<void> run_alone(const train::Prepared& given, std::span<const Trial> trials, const Finished& finished,
                       unsigned threads) {
  return run_each(trials.size(), threads, finished, [&](std::size_t i, const Teller& teller) {
    EndsWith ends(teller);
    const Trial& trial = trials[i];
    return given.with(trial.steps, trial.backward)
        .and_then([&](const train::Prepared& own) { return train::run_trial(own, trial.plan, trial.seed, {&ends}); })
        .map([&](const Record& record) { return outcome_of(record, trial.curve_points); });
  });
}

}  // namespace

Runner native_runner(const train::Prepared& prepared, const RunOptions& options) {
  return [prepared, options](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    const auto tasks = tasks_of(prepared, trials);
    if (!tasks) return pass_on(tasks.error());
    return options.shares_prefixes ? run_shared(*tasks, trials, finished, options.threads)
                                   : run_alone(prepared, trials, finished, options.threads);
  };
}

Work work_of(std::span<const Trial> trials, std::span<const Outcome> outcomes) {
  Work work;
  for (const SortedTrials& list : sorted(trials))
    for (std::size_t place = 0; place < list.trials.size(); ++place) {
      const std::size_t i = list.trials[place];
      const Step steps = std::min(outcomes[i].steps, trials[i].steps);
      work.asked += steps;
      work.trained += std::max(steps - list.shared[place], Step{0});
    }
  return work;
}

}  // namespace etude::study
