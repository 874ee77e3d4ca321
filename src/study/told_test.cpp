// A study that is told of its trials finds what it finds with a Runner, whoever ran them and in whatever order.

#include "etude/study/told.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "etude/notation/notation.h"
#include "etude/study/study.h"

namespace etude::study {
namespace {

/// Lowest at a peak of 0.5, and for each seed a little more or less.
Outcome bowl(const Trial& trial) {
  const double rate = trial.plan.lr(0);
  if (rate > 4) return {.diverged_at = 3, .steps = 3};
  const double loss = (rate - 0.5) * (rate - 0.5) + 0.01 * (trial.seed % 7);
  return {.final_loss = loss, .best_loss = loss, .steps = trial.steps};
}

Result<Comparison> bowls(const Runner& runner) {
  std::vector<Contender> contenders;
  for (const char* spec : {"constant(0.1)", "cosine(0.1, 0, 20)", "constant(0.1)"})
    contenders.push_back({spec, *notation::parse_plan(spec)});
  return compare(contenders, runner,
                 {.task = "bowl", .steps = 20, .seeds = {1, 2, 3}, .tuning = TuningOptions{}, .has_controls = true});
}

std::string told_text(const Comparison& comparison) {
  Json::Array arms;
  for (const Arm& arm : comparison.arms) arms.emplace_back(facts_json(arm));
  return write_json(Json::Object{{"study", facts_json(comparison)}, {"arms", arms}}, 0);
}

std::string with_a_runner() {
  return told_text(*bowls([](std::span<const Trial> trials, const Finished& finished) -> Result<void> {
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (auto good = finished(i, bowl(trials[i])); !good) return good;
    return {};
  }));
}

TEST(Told, FindsTheSameInAnyOrder) {
  for (const bool backwards : {false, true}) {
    Told told;
    auto found = told.ask(bowls);
    for (; found && !*found; found = told.ask(bowls)) {
      auto wanted = told.wanted();
      ASSERT_FALSE(wanted.empty());
      if (backwards) std::reverse(wanted.begin(), wanted.end());
      for (const std::size_t place : wanted) told.tell(told.round()[place], bowl(told.round()[place]));
    }
    EXPECT_EQ(told_text(**found), with_a_runner());
  }
}

TEST(Told, GoesOnTrialByTrial) {
  Told told;
  int ran = 0;
  const auto run = [&](const Trial& trial) -> Result<Outcome> { return ++ran, bowl(trial); };
  auto found = told.go_on(run, bowls);
  for (int times = 1; found && !*found; found = told.go_on(run, bowls)) EXPECT_EQ(ran, times++);
  EXPECT_EQ(told_text(**found), with_a_runner());
  EXPECT_TRUE(told.wanted().empty());
}

TEST(Told, KeepsWhatItWasToldFirst) {
  Told told;
  ASSERT_FALSE(*told.ask(bowls));
  const Trial trial = told.round()[0];
  told.tell(trial, {.final_loss = 1});
  told.tell(trial, {.final_loss = 2});
  EXPECT_EQ(told.outcome_of(trial)->final_loss, 1);
}

TEST(Told, PassesOnWhatTheStudyRefuses) {
  Told told;
  const auto study = [](const Runner& runner) { return compare({}, runner, {.steps = 20}); };
  EXPECT_EQ(told.ask(study).error().message, "there is nothing to compare; give a schedule such as 'constant(0.1)'");
  const auto run = [](const Trial&) -> Result<Outcome> { return refuse("no trainer"); };
  EXPECT_EQ(told.go_on(run, bowls).error().message, "no trainer");
}

}  // namespace
}  // namespace etude::study
