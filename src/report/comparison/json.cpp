#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "etude/report/comparison.h"
#include "report/comparison/arms.h"

namespace etude::report {
namespace {

Json json_of(const Summary& summary) {
  Json::Object object;
  object.emplace_back("median", summary.median);
  object.emplace_back("mean", summary.mean);
  object.emplace_back("sd", summary.sd);
  object.emplace_back("ci95", summary.ci95);
  return object;
}

Json seeds_of(const std::vector<std::uint32_t>& numbers) {
  Json::Array seeds;
  for (const std::uint32_t seed : numbers) seeds.emplace_back(static_cast<std::int64_t>(seed));
  return seeds;
}

Json or_null(const std::optional<Step>& step) { return step ? Json(*step) : Json(); }

/// One entry a seed: the step, or null for a run that stayed finite.
Json steps_of_divergence(const Arm& arm) {
  Json::Array steps;
  for (const Outcome& trial : arm.trials) steps.push_back(or_null(trial.diverged_at));
  return steps;
}

Json json_of(const Tried& tried) {
  Json::Object object;
  object.emplace_back("peak", tried.peak);
  object.emplace_back("seeds", tried.seeds);
  object.emplace_back("diverged", tried.diverged);
  object.emplace_back("loss", tried.loss);
  return object;
}

Json json_of(const Outcome& trial, std::uint32_t seed) {
  Json::Object object;
  object.emplace_back("seed", static_cast<std::int64_t>(seed));
  object.emplace_back("final_loss", trial.final_loss);
  object.emplace_back("best_loss", trial.best_loss);
  object.emplace_back("heldout_loss", trial.heldout_loss);
  object.emplace_back("heldout_accuracy", trial.heldout_accuracy);
  object.emplace_back("converged_at", or_null(trial.converged_at));
  object.emplace_back("diverged_at", or_null(trial.diverged_at));
  object.emplace_back("steps", trial.steps);
  if (!trial.failure.empty()) object.emplace_back("failure", trial.failure);
  return object;
}

Json trials_of(const Arm& arm) {
  Json::Array trials;
  for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k)
    trials.push_back(json_of(arm.trials[k], arm.seeds[k]));
  return trials;
}

Json tuning_of(const Arm& arm) {
  Json::Array tuning;
  for (const Tried& tried : arm.tuning) tuning.push_back(json_of(tried));
  return tuning;
}

Json json_of(const Pair& pair) {
  Json::Object object;
  object.emplace_back("a", pair.a);
  object.emplace_back("b", pair.b);
  object.emplace_back("measure", pair.measure);
  object.emplace_back("seeds", pair.seeds);
  object.emplace_back("difference", pair.difference);
  object.emplace_back("ci95", pair.ci95);
  object.emplace_back("effect", pair.effect);
  object.emplace_back("p", pair.p);
  object.emplace_back("p_holm", pair.p_holm);
  return object;
}

Json json_of(const Work& work) {
  Json::Object object;
  object.emplace_back("asked", work.asked);
  object.emplace_back("trained", work.trained);
  return object;
}

Json json_of(const Arm& arm) {
  Json::Object object;
  object.emplace_back("name", arm.name);
  object.emplace_back("schedule", arm.schedule);
  object.emplace_back("backward", arm.backward);
  if (arm.control_of) object.emplace_back("control_of", *arm.control_of);
  object.emplace_back("peak", arm.peak);
  if (!arm.tuning.empty()) object.emplace_back("at_end", arm.at_end);
  object.emplace_back("seeds", seeds_of(arm.seeds));
  object.emplace_back("diverged", arm.diverged);
  object.emplace_back("failed", arm.failed);
  object.emplace_back("diverged_at", steps_of_divergence(arm));
  object.emplace_back("sum_lr", arm.sum_lr);
  object.emplace_back("final_loss", json_of(arm.final_loss));
  object.emplace_back("best_loss", json_of(arm.best_loss));
  object.emplace_back("converged_at", json_of(arm.converged_at));
  if (holds_out(arm)) object.emplace_back("heldout_loss", json_of(arm.heldout_loss));
  if (!arm.tuning.empty()) object.emplace_back("tuning", tuning_of(arm));
  object.emplace_back("trials", trials_of(arm));
  if (arm.reported) {
    object.emplace_back("section", arm.reported->place);
    object.emplace_back("published", arm.reported->final_loss);
    object.emplace_back("ratio", arm.final_loss.median / arm.reported->final_loss);
  }
  return object;
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  Json::Array arms;
  for (const Arm& arm : comparison.arms) arms.push_back(json_of(arm));
  Json::Array pairs;
  for (const Pair& pair : comparison.pairs) pairs.push_back(json_of(pair));
  Json::Object object;
  object.emplace_back("task", comparison.task);
  object.emplace_back("precision", comparison.precision);
  object.emplace_back("steps", comparison.steps);
  object.emplace_back("seeds", most_seeds(comparison));
  object.emplace_back("trials", comparison.trials);
  object.emplace_back("work", json_of(comparison.work));
  if (is_tuned(comparison)) {
    object.emplace_back("tuned_on", comparison.tuned_on);
    object.emplace_back("tuning_seeds", seeds_of(comparison.tuning_seeds));
  }
  object.emplace_back("arms", std::move(arms));
  object.emplace_back("pairs", std::move(pairs));
  if (!comparison.notes.empty())
    object.emplace_back("notes", Json::Array(comparison.notes.begin(), comparison.notes.end()));
  return object;
}

}  // namespace etude::report
