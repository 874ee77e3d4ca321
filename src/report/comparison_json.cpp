#include <cstddef>
#include <cstdint>
#include <utility>

#include "etude/report/comparison.h"
#include "report/arms.h"

namespace etude {
namespace {

Json json_of(const Summary& summary) {
  Json::Object object;
  object.emplace_back("median", summary.median);
  object.emplace_back("mean", summary.mean);
  object.emplace_back("sd", summary.sd);
  object.emplace_back("ci95", summary.ci95);
  return object;
}

Json seeds_of(const Arm& arm) {
  Json::Array seeds;
  for (const std::uint32_t seed : arm.seeds) seeds.emplace_back(static_cast<std::int64_t>(seed));
  return seeds;
}

/// One entry a seed: the step, or null for a run that stayed finite.
Json steps_of_divergence(const Arm& arm) {
  Json::Array steps;
  for (const Outcome& trial : arm.trials) {
    if (trial.diverged_at) {
      steps.emplace_back(*trial.diverged_at);
    } else {
      steps.emplace_back();
    }
  }
  return steps;
}

Json json_of(const Arm& arm) {
  Json::Object object;
  object.emplace_back("name", arm.name);
  object.emplace_back("schedule", arm.schedule);
  object.emplace_back("backward", arm.backward);
  object.emplace_back("peak", arm.peak);
  object.emplace_back("seeds", seeds_of(arm));
  object.emplace_back("diverged", arm.diverged);
  object.emplace_back("diverged_at", steps_of_divergence(arm));
  object.emplace_back("sum_lr", arm.sum_lr);
  object.emplace_back("final_loss", json_of(arm.final_loss));
  object.emplace_back("best_loss", json_of(arm.best_loss));
  object.emplace_back("converged_at", json_of(arm.converged_at));
  if (report::holds_out(arm)) object.emplace_back("heldout_loss", json_of(arm.heldout_loss));
  if (!arm.section.empty()) object.emplace_back("section", arm.section);
  if (arm.published) {
    object.emplace_back("published", *arm.published);
    object.emplace_back("ratio", arm.final_loss.median / *arm.published);
  }
  return object;
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  Json::Array arms;
  for (const Arm& arm : comparison.arms) arms.push_back(json_of(arm));
  Json::Object object;
  object.emplace_back("task", comparison.task);
  object.emplace_back("precision", comparison.precision);
  object.emplace_back("steps", comparison.steps);
  object.emplace_back("arms", std::move(arms));
  return object;
}

}  // namespace etude
