// What a plan drives, held against what an optimizer takes and against the data that there is.

#include "train/rates.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "etude/train/prepared.h"
#include "train/parameters.h"

namespace etude::train {
namespace {

bool drives(const Plan& plan, HyperParameter which) {
  return schedule_of(plan, which) || std::any_of(plan.groups.begin(), plan.groups.end(), [&](const Group& group) {
           return schedule_of(group, which) != nullptr;
         });
}

/// The rate itself is free: a run that diverges is a result.
Result<void> check_rates(const optim::OptimizerOptions& options, const Plan& plan, const std::string& group,
                         Step steps) {
  const bool drives_others = std::any_of(hyper_parameters.begin(), hyper_parameters.end(), [&](HyperParameter each) {
    return member_of(options, each) && schedule_of(plan, each);
  });
  for (Step t = 0; drives_others && t < steps; ++t) {
    optim::Rates rates = rates_at(plan, t);
    rates.lr = 0;
    if (const auto good = check(options, rates); !good)
      return refuse("step " + std::to_string(t) + group + ": " + good.error().message);
  }
  return {};
}

/// As the trainer rounds it.
Result<void> check_batch_size(const Plan& plan, std::size_t samples, Step steps) {
  for (Step t = 0; plan.batch_size && t < steps; ++t) {
    const double size = (*plan.batch_size)(t);
    if (std::round(size) >= 1 && std::round(size) <= static_cast<double>(samples)) continue;
    return refuse("step " + std::to_string(t) + ": batch_size must be from 1 to the " + std::to_string(samples) +
                  " samples that there are to train on, not " + shortest(size));
  }
  return {};
}

}  // namespace

optim::OptimizerOptions optimizer_for(const Task& task, const Plan& plan) {
  optim::OptimizerOptions options = task.optimizer;
  if (const auto other = optim::entry_of(options.rule).with_momentum; other && drives(plan, HyperParameter::momentum))
    options.rule = *other;
  return options;
}

optim::OptimizerOptions optimizer_of(optim::OptimizerOptions options, bool is_hidden_weight) {
  if (options.decay == optim::Decay::corrected && !is_hidden_weight) options.decay = optim::Decay::tied;
  return options;
}

Result<void> check_plan(const Prepared& prepared, const Plan& plan) {
  const optim::OptimizerOptions options = optimizer_for(prepared.task(), plan);
  optim::Rates rates{.lr = 0};
  for (const HyperParameter each : hyper_parameters)
    if (auto* rate = member_of(rates, each); rate && drives(plan, each)) *rate = *member_of(options, each);
  if (const auto good = check(options, rates); !good) return pass_on(good.error());
  const Step steps = prepared.task().steps;
  if (auto good = check_batch_size(plan, prepared.samples(), steps); !good) return good;
  if (auto good = check_rates(options, plan, "", steps); !good) return good;
  if (plan.groups.empty()) return {};
  const auto network = network_of<double>(prepared.task(), prepared.shape());
  for (const Group& group : plan.groups) {
    if (auto found = check_name("the plan's groups", group.name, network.layout()); !found) return found;
    if (auto good = check_rates(options, plan_of_group(plan, group.name), " of " + group.name, steps); !good)
      return good;
  }
  return {};
}

}  // namespace etude::train
