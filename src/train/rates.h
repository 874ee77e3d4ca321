#pragma once
// What a plan says to an optimizer.

#include <optional>

#include "etude/optim/optimizer.h"
#include "etude/schedule/plan.h"
#include "etude/train/task.h"

namespace etude::train {

/// What a plan says of the update of one step, but for its groups.
inline optim::Rates rates_at(const Plan& plan, Step step) {
  const auto at = [&](const std::optional<Schedule>& schedule) {
    return schedule ? std::optional((*schedule)(step)) : std::nullopt;
  };
  return {.lr = plan.lr(step),
          .momentum = at(plan.momentum),
          .beta1 = at(plan.beta1),
          .beta2 = at(plan.beta2),
          .weight_decay = at(plan.weight_decay)};
}

/// The task's optimizer; plain gradient descent takes a plan's momentum as momentum.
optim::OptimizerOptions optimizer_for(const Task& task, const Plan& plan);

}  // namespace etude::train
