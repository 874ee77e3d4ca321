// A comparison as rows for a program: a row for each step of a curve, or for each trial.

#include <algorithm>
#include <cstddef>
#include <string>

#include "etude/base/number.h"
#include "etude/report/comparison.h"

namespace etude::report {
namespace {

Table with_titles(std::initializer_list<const char*> titles) {
  Table table;
  for (const char* title : titles) table.columns.push_back({title});
  return table;
}

/// The rate of a step; empty where the arm does not say it.
std::string rate_at(const Arm& arm, Step step) {
  const auto t = static_cast<std::size_t>(step);
  return step >= 0 && t < arm.lr.size() ? shortest(arm.lr[t]) : "";
}

}  // namespace

std::string comparison_csv(const Comparison& comparison) {
  Table table = with_titles({"schedule", "name", "backward", "seed", "step", "lr", "loss"});
  for (const Arm& arm : comparison.arms) {
    for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k) {
      const LossCurve& curve = arm.trials[k].curve;
      for (std::size_t i = 0; i < std::min(curve.step.size(), curve.loss.size()); ++i) {
        table.rows.push_back({arm.schedule, arm.name, arm.backward, std::to_string(arm.seeds[k]),
                              std::to_string(curve.step[i]), rate_at(arm, curve.step[i]), shortest(curve.loss[i])});
      }
    }
  }
  return write_csv(table);
}

std::string comparison_trials_csv(const Comparison& comparison) {
  Table table = with_titles({"schedule", "name", "backward", "peak", "seed"});
  for (const Fact& fact : Outcome::facts()) table.columns.push_back({std::string(fact.name)});
  for (const Arm& arm : comparison.arms) {
    for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k) {
      table.rows.push_back({arm.schedule, arm.name, arm.backward, shortest(arm.peak), std::to_string(arm.seeds[k])});
      for (const Fact& fact : Outcome::facts()) table.rows.back().push_back(cell_of(fact.read(&arm.trials[k])));
    }
  }
  return write_csv(table);
}

}  // namespace etude::report
