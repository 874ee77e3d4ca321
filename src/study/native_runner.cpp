// Etude's engine as a Runner: beginnings trained once (shared_runs.h), or every trial by itself.

#include "etude/study/native_runner.h"

#include <algorithm>
#include <memory>
#include <set>

#include "etude/train/train.h"
#include "study/jobs.h"
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

/// What the earlier phase of a task leaves, trained once a seed whatever is trained after it.
class EarlierPhase {
 public:
  EarlierPhase(const train::Prepared& prepared, unsigned threads) : prepared_(prepared), threads_(threads) {}

  /// The task, which knows what it leaves for the seeds of these trials.
  Result<train::Prepared> known_for(std::span<const Trial> trials) {
    if (!prepared_.earlier()) return prepared_;
    const Lock lock(mutex_);
    if (auto good = train(missing(trials)); !good) return pass_on(good.error());
    return prepared_.knowing(weights_);
  }

 private:
  std::vector<std::uint32_t> missing(std::span<const Trial> trials) const {
    std::set<std::uint32_t> seeds;
    for (const Trial& trial : trials)
      if (!weights_->contains(trial.seed)) seeds.insert(trial.seed);
    return {seeds.begin(), seeds.end()};
  }

  Result<void> train(const std::vector<std::uint32_t>& seeds) {
    std::vector<Result<train::Weights>> all(seeds.size());
    Jobs jobs;
    for (std::size_t i = 0; i < seeds.size(); ++i)
      jobs.add([&, i] { all[i] = train::weights_before(prepared_, seeds[i]); });
    jobs.run(seeds.size(), threads_);
    train::WeightsOfSeeds known = *weights_;
    for (std::size_t i = 0; i < seeds.size(); ++i) {
      if (!all[i]) return pass_on(all[i].error());
      known[seeds[i]] = *std::move(all[i]);
    }
    weights_ = std::make_shared<const train::WeightsOfSeeds>(std::move(known));
    return {};
  }

  train::Prepared prepared_;
  unsigned threads_;
  Mutex mutex_;
  std::shared_ptr<const train::WeightsOfSeeds> weights_ = std::make_shared<const train::WeightsOfSeeds>();
};

}  // namespace

Runner native_runner(const train::Prepared& prepared, const RunOptions& options) {
  const auto earlier = std::make_shared<EarlierPhase>(prepared, options.threads);
  return [earlier, options](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    const auto known = earlier->known_for(trials);
    if (!known) return pass_on(known.error());
    const auto tasks = tasks_of(*known, trials);
    if (!tasks) return pass_on(tasks.error());
    return options.shares_prefixes ? run_shared(*tasks, trials, finished, options.threads)
                                   : run_alone(*known, trials, finished, options.threads);
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
