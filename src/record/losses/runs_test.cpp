#include "record/losses/runs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/base/number.h"

namespace etude::inline record {
namespace {

LossLog log_of_rates(std::vector<Step> steps, std::vector<double> rates) {
  return {.run = "a", .rate_steps = std::move(steps), .rates = std::move(rates)};
}

TEST(JoinedRates, ClimbToTheEndOfTheWarmupAndNotToTheNextPoint) {
  // 300 steps of warm-up, logged every 200: a line from 200 to 400 would rise for 100 steps too long.
  const auto run = joined_rates(log_of_rates({200, 400, 800, 1000}, {2, 3, 3, 1}), 1000);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->warmup_steps, 300);
  const std::pair<std::size_t, double> points[] = {{0, 0},   {100, 1}, {200, 2}, {299, 2.99},
                                                   {300, 3}, {350, 3}, {900, 2}};
  for (const auto& [step, rate] : points) EXPECT_NEAR(run->rates[step], rate, 1e-12) << step;
}

TEST(JoinedRates, GoThroughAllThatWasLogged) {
  const auto run = joined_rates(log_of_rates({0, 10, 20, 30, 50}, {0.5, 2, 2.5, 3, 3}), 60);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->warmup_steps, 30);
  for (const auto& [step, rate] : {std::pair{0, 0.5}, {5, 1.25}, {25, 2.75}, {30, 3.0}, {59, 3.0}})
    EXPECT_NEAR(run->rates[static_cast<std::size_t>(step)], rate, 1e-12) << step;
}

TEST(JoinedRates, WithoutAClimbAreThoseOfTheFirstPoint) {
  const auto run = joined_rates(log_of_rates({100, 200}, {3, 1}), 200);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->warmup_steps, 0);
  EXPECT_EQ(run->rates[0], 3);
  const auto known = joined_rates(log_of_rates({100, 200}, {3, 1}), 200, 50);
  EXPECT_EQ(known->warmup_steps, 50);
  EXPECT_NEAR(known->rates[24], 1.5, 1e-12);
  EXPECT_EQ(known->rates[99], 3);
}

TEST(JoinedRates, NeedSome) {
  EXPECT_EQ(joined_rates(log_of_rates({}, {}), 10).error().message,
            "run a has no rates; give its schedule in a manifest, or log a column lr");
}

TEST(JoinedRates, AreAsExactAsThoseThatAreLogged) {
  const auto run = joined_rates(log_of_rates({0, 3, 49}, {0.4, 0.4, 0.4}), 50);
  ASSERT_TRUE(run);
  for (const double rate : run->rates) EXPECT_EQ(rate, 0.4);
}

TEST(JoinedRates, AreOfUpdatesAndNotOfTokens) {
  EXPECT_EQ(
      joined_rates(log_of_rates({0, 1}, {1, 1}), 3'000'000'001).error().message,
      "run a has a loss at step 3000000000, and at most 10000000 steps are looked at; count steps in updates, not in "
      "samples or tokens");
}

TEST(LoggedRates, AreHeldAgainstTheSchedule) {
  LoggedRun run{.name = "a", .rates = std::vector<double>(100, 2.0), .steps = {}, .losses = {}};
  for (std::size_t step = 50; step < 100; ++step) run.rates[step] = 1;
  EXPECT_TRUE(check_rates(run, log_of_rates({10, 50, 99}, {2, 2, 1})));  // a step earlier or later is as good
  EXPECT_EQ(check_rates(run, log_of_rates({10, 60}, {2, 2})).error().message,
            "run a logged the rate 2 at step 60, and its schedule has 1 there; give the schedule that it ran with, in "
            "updates");
}

/// Losses at 10, 20, ... of a run of 100 steps.
LoggedRun made_run(const std::string& name, double offset, double late_rate = 1) {
  LoggedRun run{.name = name, .rates = std::vector<double>(100, 1.0), .steps = {}, .losses = {}};
  for (std::size_t step = 60; step < 100; ++step) run.rates[step] = late_rate;
  for (Step step = 10; step <= 100; step += 10) {
    run.steps.push_back(step);
    run.losses.push_back(3 + offset + 10 / static_cast<double>(step) + (step > 60 ? late_rate : 0));
  }
  return run;
}

TEST(LoggedRuns, ThatBeginAlikeHaveTheSameLosses) {
  EXPECT_TRUE(check_alike(std::vector{made_run("a", 0), made_run("b", 0.01, 0.1)}));
  EXPECT_EQ(check_alike(std::vector{made_run("a", 0), made_run("b", 0.1, 0.1)}).error().message,
            "runs a and b have the same rates at first, and losses there that are 3 % apart: other validation sets, "
            "units or models; fit each kind alone");
}

TEST(LoggedRuns, AreGivenOnce) {
  EXPECT_EQ(check_alike(std::vector{made_run("a", 0), made_run("b", 0)}).error().message,
            "runs a and b have the same losses at every step; give each run once");
}

TEST(LoggedRuns, ThatBothHaveALossAtStep0AreComparedAfterIt) {
  LoggedRun shorter = made_run("a", 0), longer = made_run("b", 0.1);
  longer.rates.resize(300, 1.0);
  for (LoggedRun* run : {&shorter, &longer}) {
    run->steps.insert(run->steps.begin(), 0);
    run->losses.insert(run->losses.begin(), 20);
  }
  const auto refused = check_alike(std::vector{shorter, longer});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("losses there that are"), std::string::npos);
}

}  // namespace
}  // namespace etude::record
