#pragma once
// What a plan says to an optimizer.

#include "etude/optim/optimizer.h"
#include "etude/schedule/plan.h"
#include "etude/train/task.h"

namespace etude::train {

/// What a plan says of the update of one step, but for its groups.
inline optim::Rates rates_at(const Plan& plan, Step step) {
  optim::Rates rates{.lr = plan.lr(step)};
  for (const HyperParameter each : hyper_parameters) {
    auto* rate = member_of(rates, each);
    const Schedule* schedule = schedule_of(plan, each);
    if (rate && schedule) *rate = (*schedule)(step);
  }
  return rates;
}

/// What trains a parameter: a corrected decay is for hidden weights, which a norm follows; the others have it tied.
optim::OptimizerOptions optimizer_of(optim::OptimizerOptions options, bool is_hidden_weight);

/// The task's optimizer; plain gradient descent takes a plan's momentum as momentum.
optim::OptimizerOptions optimizer_for(const Task& task, const Plan& plan);

}  // namespace etude::train
