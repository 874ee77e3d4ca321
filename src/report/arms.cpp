#include "report/arms.h"

#include <algorithm>
#include <cmath>

namespace etude::report {
namespace {

template <class Predicate>
bool any_arm(const Comparison& comparison, Predicate is_so) {
  return std::any_of(comparison.arms.begin(), comparison.arms.end(), is_so);
}

}  // namespace

bool backwards_differ(const Comparison& comparison) {
  return any_arm(comparison, [&](const Arm& arm) { return arm.backward != comparison.arms.front().backward; });
}

bool reproduces_post(const Comparison& comparison) {
  return any_arm(comparison, [](const Arm& arm) { return arm.published.has_value(); });
}

bool has_several_seeds(const Comparison& comparison) {
  return any_arm(comparison, [](const Arm& arm) { return arm.trials.size() > 1; });
}

bool holds_out(const Arm& arm) {
  return std::any_of(arm.trials.begin(), arm.trials.end(), [](const Outcome& trial) { return !std::isnan(trial.heldout_loss); });
}

bool all_diverged(const Arm& arm) {
  return !arm.trials.empty() && std::all_of(arm.trials.begin(), arm.trials.end(),
                                            [](const Outcome& trial) { return trial.diverged_at.has_value(); });
}

}  // namespace etude::report
