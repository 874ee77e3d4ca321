#include "etude/schedule/plan.h"

namespace etude::inline schedule {
namespace {

void append(std::vector<std::pair<std::string, Schedule>>& all, const std::string& name,
            const std::optional<Schedule>& part) {
  if (part) all.emplace_back(name, *part);
}

}  // namespace

std::vector<std::pair<std::string, Schedule>> parts(const Plan& plan) {
  std::vector<std::pair<std::string, Schedule>> all{{"lr", plan.lr}};
  append(all, "momentum", plan.momentum);
  append(all, "beta1", plan.beta1);
  append(all, "beta2", plan.beta2);
  append(all, "weight_decay", plan.weight_decay);
  append(all, "batch_size", plan.batch_size);
  for (const Group& group : plan.groups) {
    append(all, group.name + ".lr", group.lr);
    append(all, group.name + ".momentum", group.momentum);
    append(all, group.name + ".beta1", group.beta1);
    append(all, group.name + ".beta2", group.beta2);
    append(all, group.name + ".weight_decay", group.weight_decay);
  }
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
    if (group.lr) own.lr = *group.lr;
    if (group.momentum) own.momentum = group.momentum;
    if (group.beta1) own.beta1 = group.beta1;
    if (group.beta2) own.beta2 = group.beta2;
    if (group.weight_decay) own.weight_decay = group.weight_decay;
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
