#include "one_by_one.h"

namespace etude::explorer {

/// Runs what is not done yet, until so many are, and refuses the study where it asks for more.
Result<void> OneByOne::give(const RunOne& run, std::span<const study::Trial> trials, const study::Finished& finished,
                            std::size_t most) {
  round_.assign(trials.begin(), trials.end());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!outcome_of(trials[i])) {
      if (done_.size() == most) return refuse("not done yet");
      auto outcome = run(trials[i]);
      if (!outcome) return pass_on(outcome.error());
      done_.emplace_back(trials[i], *std::move(outcome));
    }
    if (auto good = finished(i, *outcome_of(trials[i])); !good) return good;
  }
  return {};
}

const Outcome* OneByOne::outcome_of(const study::Trial& trial) const {
  const auto found = std::find_if(done_.begin(), done_.end(), [&](const auto& each) {
    const study::Trial& done = each.first;
    return done.plan == trial.plan && done.steps == trial.steps && done.seed == trial.seed;
  });
  return found == done_.end() ? nullptr : &found->second;
}

}  // namespace etude::explorer
