// A plan is evaluated once, and the laboratory told its numbers step by step.

#include "etude/train/power_law.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude::train {
namespace {

constexpr int power_law_version = 1;  // goes up with every change that changes a bit of its losses

std::vector<optim::SgdStep> steps_of(const PowerLawTask& task, const Plan& plan) {
  std::vector<optim::SgdStep> steps;
  for (const double lr : plan.lr.values(task.steps)) steps.push_back({lr, static_cast<double>(task.batch)});
  if (!plan.batch_size) return steps;
  const std::vector<double> batches = plan.batch_size->values(task.steps);
  for (std::size_t t = 0; t < steps.size(); ++t) steps[t].batch = std::round(batches[t]);
  return steps;
}

}  // namespace

Result<void> check(const PowerLawTask& task) {
  if (task.steps < 1) return refuse("a run has at least 1 step; type --steps 1000");
  if (task.batch < 1) return refuse("a step sees at least 1 sample; type --batch 8");
  if (auto good = optim::check(task.problem); !good) return pass_on(good.error());
  return {};
}

Result<void> check_plan(const PowerLawTask& task, const Plan& plan) {
  for (const auto& [name, schedule] : parts(plan))
    if (name != "lr" && name != "batch_size")
      return refuse("power-law is trained by plain SGD, which has no " + name +
                    "; leave it out, or take another --task");
  for (Step t = 0; plan.batch_size && t < task.steps; ++t)
    if (const double size = (*plan.batch_size)(t); !(std::round(size) >= 1 && std::isfinite(size)))
      return refuse("step " + std::to_string(t) + ": batch_size must be at least 1, not " + shortest(size));
  return {};
}

Record run_power_law(const PowerLawTask& task, const Plan& plan) {
  optim::PowerLawDescent run(task.problem);
  Record record;
  for (const optim::SgdStep& step : steps_of(task, plan)) {
    record.lr.push_back(step.lr);
    record.loss.push_back(run.loss());
    if (!std::isfinite(run.loss())) {
      record.diverged_at = static_cast<Step>(record.loss.size()) - 1;
      return record;
    }
    run.update(step);
  }
  record.trained_loss = run.loss();
  if (!std::isfinite(run.loss())) record.diverged_at = task.steps;
  return record;
}

std::string configuration(const PowerLawTask& task) {
  std::string text = "power-law=" + std::to_string(power_law_version) + "\n";
  const auto add = [&](const auto& options) {
    for (const Member& each : options.fields())
      text.append(each.field.name).append("=").append(typed_text(each.field, each.get(options))).append("\n");
  };
  add(task.problem);
  add(task);
  return text;
}

std::string words_of(const PowerLawTask& task) {
  std::string words(power_law_name);
  const auto add = [&](const auto& options, const auto& usual) {
    for (const Member& each : options.fields())
      if (const std::string text = typed_text(each.field, each.get(options));
          text != typed_text(each.field, each.get(usual)))
        words.append(" ").append(each.field.name).append("=").append(text);
  };
  const PowerLawTask usual;
  add(task.problem, usual.problem);
  add(task, usual);
  return task.steps == usual.steps ? words : words + " steps=" + std::to_string(task.steps);
}

}  // namespace etude::train
