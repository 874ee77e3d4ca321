// A comparison as JSON: what its records state, and what follows from several of them.

#include <algorithm>
#include <cstddef>
#include <utility>

#include "etude/report/comparison.h"

namespace etude::report {
namespace {

Json json_of(const Outcome& trial, std::uint32_t seed) {
  Json::Object object = facts_json(trial);
  object.emplace(object.begin(), "seed", fact_json(seed));
  return object;
}

Json json_of(const Arm& arm) {
  Json::Array trials;
  for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k)
    trials.push_back(json_of(arm.trials[k], arm.seeds[k]));
  Json::Object object = facts_json(arm);
  object.emplace_back("trials", std::move(trials));
  if (arm.reported) {
    object.emplace_back("section", arm.reported->place);
    object.emplace_back("published", arm.reported->final_loss);
    object.emplace_back("ratio", arm.final_loss.median / arm.reported->final_loss);
  }
  return object;
}

Json winner_json(const Comparison& comparison, const Json::Object& more) {
  const auto winner = winner_of(comparison);
  if (!winner) return {};
  const Arm& arm = comparison.arms[*winner];
  Json::Object object{{"arm", *winner}, {"name", arm.name}, {"schedule", arm.schedule}, {"peak", arm.peak}};
  object.insert(object.end(), more.begin(), more.end());
  return object;
}

}  // namespace

Json comparison_json(const Comparison& comparison, const Json::Object& more_of_winner) {
  Json::Array arms;
  for (const Arm& arm : comparison.arms) arms.push_back(json_of(arm));
  Json::Object object = facts_json(comparison);
  object.emplace_back("arms", std::move(arms));
  object.emplace_back("pairs", fact_json(comparison.pairs));
  if (!comparison.notes.empty()) object.emplace_back("notes", fact_json(comparison.notes));
  object.emplace_back("findings", fact_json(comparison_findings(comparison)));
  object.emplace_back("winner", winner_json(comparison, more_of_winner));
  return object;
}

}  // namespace etude::report
