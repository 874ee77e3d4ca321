#pragma once
// A plan: the schedules of all hyper-parameters of one run, and of its parameter groups.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/hyper_parameter.h"
#include "etude/schedule/kinds.h"

namespace etude::inline schedule {

/// What a parameter group, named by the one who trains, has of its own; the rest is the plan's.
struct Group {
  std::string name;
  std::optional<Schedule> lr = {};
  std::optional<Schedule> momentum = {};
  std::optional<Schedule> beta1 = {};
  std::optional<Schedule> beta2 = {};
  std::optional<Schedule> weight_decay = {};

  friend bool operator==(const Group&, const Group&) = default;
};

/// Absent: the optimizer's own.
struct Plan {
  Schedule lr;
  std::optional<Schedule> momentum = {};  // SGD's; Adam's is beta1
  std::optional<Schedule> beta1 = {};
  std::optional<Schedule> beta2 = {};
  std::optional<Schedule> weight_decay = {};
  std::optional<Schedule> batch_size = {};  // samples an update sees
#ifndef ETUDE_WITHOUT_AVERAGING
  /// What is evaluated: an average of the parameters, into which an update's are taken with this share, 0 to 1:
  ///   average <- share parameters + (1 - share) average,   at first the initial parameters
  /// constant(0.01) is an exponential average that keeps 0.99; inverse_time(from=1, rate=1) is the mean over the run;
  /// constant(1, steps=800) then inverse_time(from=1, rate=1) the mean of the steps from 800 on. Absent: no average.
  std::optional<Schedule> averaging = {};
#endif
  std::vector<Group> groups = {};  // each name once

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// The schedule of that hyper-parameter; nullptr where it has none of its own.
const Schedule* schedule_of(const Plan& plan, HyperParameter which);
const Schedule* schedule_of(const Group& group, HyperParameter which);

/// Gives the hyper-parameter that schedule. A group has no batch_size and no averaging.
void drive(Plan& plan, HyperParameter which, const Schedule& schedule);
void drive(Group& group, HyperParameter which, const Schedule& schedule);

/// Every schedule of the plan with its name, lr first: "lr", "momentum", ..., "head.lr".
std::vector<std::pair<std::string, Schedule>> parts(const Plan& plan);

/// The names of all that a plan drives, and of its groups: "lr, momentum, head.lr; head". Runs whose plans drive the
/// same have the same optimizer and the same groups of parameters.
std::string what_is_driven(const Plan& plan);

/// What the group of that name trains with: its own schedules, and the plan's for the rest.
Plan plan_of_group(const Plan& plan, std::string_view name);

/// The 1-cycle policy whole: the rate, and the momentum that moves against it between `high` and `low`.
Result<Plan> one_cycle_plan(const OneCycle& options, double high = 0.95, double low = 0.85);

}  // namespace etude::schedule
