#pragma once
// Small trials that train with etude's own engine, and what they give.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "etude/notation/notation.h"
#include "etude/study/trials.h"
#include "etude/train/prepared.h"
#include "files/sources.h"

namespace etude::study::small_trials {

inline Plan plan_of(const char* text) { return *notation::parse_plan(text); }

inline Trial trial_of(const char* plan, Step steps, std::uint32_t seed = 0, std::size_t points = no_limit) {
  return {plan_of(plan), steps, train::Backward::corrected, seed, points};
}

inline train::Task small(std::string_view optimizer = "sgd", std::size_t batch = 7) {
  train::Task task;
  task.data.source = "spirals:per_class=9";
  task.model.hidden = {6};
  task.optimizer = optim::defaults_of(*optim::rule_named(optimizer));
  task.batch = batch;
  task.steps = 24;
  return task;
}

inline train::Task changed(train::Task task, void (*change)(train::Task&)) {
  change(task);
  return task;
}

/// A trunk with forks, forks of forks, equal plans, other starts, and ends on the way of longer runs.
inline std::vector<Trial> forest() {
  std::vector<Trial> all;
  for (const std::uint32_t seed : {3u, 0u})
    for (const auto& [plan, steps] : std::initializer_list<std::pair<const char*, Step>>{
             {"constant(0.05)", 24},
             {"constant(0.05, steps=8) then linear(from=0.05, to=0, steps=16)", 24},
             {"constant(0.05, steps=16) then linear(from=0.05, to=0, steps=8)", 24},
             {"constant(0.05, steps=16) then constant(0.01, steps=4) then constant(0.02)", 24},
             {"constant(0.05, steps=16) then constant(0.01)", 24},
             {"constant(0.05)", 24},
             {"constant(0.05)", 10},
             {"constant(0.05)", 16},
             {"constant(0.05, steps=16) then constant(0.01)", 20},
             {"constant(0.02)", 24},
             {"constant(0.02)", 1},
             {"plan(lr=constant(0.05), batch_size=constant(4))", 24},
             {"plan(lr=constant(0.05), batch_size=constant(4, steps=12) then constant(9))", 24},
             {"plan(lr=constant(0.05), averaging=constant(0.1))", 24},
             {"plan(lr=constant(0.05), averaging=constant(0.1, steps=12) then constant(0.5))", 24},
             {"plan(lr=constant(0.05), group(layer2, lr=constant(0.05)))", 24},
             {"plan(lr=constant(0.05), group(layer2, lr=constant(0.05, steps=9) then constant(0)))", 24},
             {"plan(lr=constant(0.05, steps=9) then constant(0), group(layer2, lr=constant(0.05)))", 24}})
      all.push_back(trial_of(plan, steps, seed));
  return all;
}

inline std::vector<Outcome> run(const Runner& runner, std::span<const Trial> trials) {
  std::vector<Outcome> outcomes(trials.size());
  std::vector<int> told(trials.size());
  const auto good = runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    outcomes[i] = outcome;
    ++told[i];
    return {};
  });
  EXPECT_TRUE(good) << good.error().message;
  EXPECT_EQ(told, std::vector<int>(trials.size(), 1));
  return outcomes;
}

inline std::vector<std::string> texts(const std::vector<Outcome>& outcomes) {
  std::vector<std::string> all;
  for (const Outcome& outcome : outcomes) all.push_back(to_text(outcome));
  return all;
}

}  // namespace etude::study::small_trials
