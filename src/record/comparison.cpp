// What a comparison says of its arms and trials together.

#include "etude/record/comparison.h"

#include <algorithm>
#include <cmath>

namespace etude::inline record {

std::vector<std::optional<Step>> Arm::diverged_at() const {
  std::vector<std::optional<Step>> steps;
  for (const Outcome& trial : trials) steps.push_back(trial.diverged_at);
  return steps;
}

bool Arm::holds_out() const {
  return std::any_of(trials.begin(), trials.end(),
                     [](const Outcome& trial) { return !std::isnan(trial.heldout_loss); });
}

std::size_t Comparison::seeds() const {
  std::size_t most = 0;
  for (const Arm& arm : arms) most = std::max(most, arm.trials.size());
  return most;
}

bool Comparison::is_tuned() const {
  return std::any_of(arms.begin(), arms.end(), [](const Arm& arm) { return !arm.tuning.empty(); });
}

}  // namespace etude::record
