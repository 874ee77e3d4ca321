// A plan by its hyper-parameters: those that it drives, and those that a group has of its own.

#include "etude/schedule/plan.h"

namespace etude::inline schedule {
namespace {

const Schedule* own(const std::optional<Schedule>* schedule) {
  return schedule && schedule->has_value() ? &**schedule : nullptr;
}

}  // namespace

const Schedule* schedule_of(const Plan& plan, HyperParameter which) {
  return which == HyperParameter::lr ? &plan.lr : own(member_of(plan, which));
}
const Schedule* schedule_of(const Group& group, HyperParameter which) { return own(member_of(group, which)); }

void drive(Plan& plan, HyperParameter which, const Schedule& schedule) {
  if (auto* member = member_of(plan, which)) {
    *member = schedule;
  } else {
    plan.lr = schedule;
  }
}
void drive(Group& group, HyperParameter which, const Schedule& schedule) {
  if (auto* member = member_of(group, which)) *member = schedule;
}

std::vector<std::pair<std::string, Schedule>> parts(const Plan& plan) {
  std::vector<std::pair<std::string, Schedule>> all;
  const auto append = [&all](const std::string& path, const auto& of) {
    for (const HyperParameter each : hyper_parameters)
      if (const Schedule* schedule = schedule_of(of, each))
        all.emplace_back(path + std::string(name_of(each)), *schedule);
  };
  append("", plan);
  for (const Group& group : plan.groups) append(group.name + ".", group);
  return all;
}

std::string what_is_driven(const Plan& plan) {
  std::string text;
  for (const auto& [name, schedule] : parts(plan)) text += (text.empty() ? "" : ", ") + name;
  for (const Group& group : plan.groups) text += "; " + group.name;
  return text;
}

Plan plan_of_group(const Plan& plan, std::string_view name) {
  Plan own = plan;
  own.groups.clear();
  for (const Group& group : plan.groups) {
    if (group.name != name) continue;
    for (const HyperParameter each : hyper_parameters)
      if (const Schedule* schedule = schedule_of(group, each)) drive(own, each, *schedule);
  }
  return own;
}

Result<Plan> one_cycle_plan(const OneCycle& options, double high, double low) {
  auto lr = one_cycle(options);
  if (!lr) return pass_on(lr.error());
  auto momentum = one_cycle_momentum({.high = high,
                                      .low = low,
                                      .steps = options.steps,
                                      .pct = options.pct,
                                      .final_pct = options.final_pct,
                                      .shape = options.shape});
  if (!momentum) return pass_on(momentum.error());
  return Plan{*lr, *momentum};
}

}  // namespace etude::schedule
