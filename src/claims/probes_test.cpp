#include "claims/probes.h"

#include <gtest/gtest.h>

#include "claims/measures.h"
#include "claims/setting.h"
#include "etude/claims/claims.h"
#include "etude/notation/notation.h"

namespace etude::claims {
namespace {

study::Trial small_trial(const char* plan, Step steps) {
  return {*notation::parse_plan(plan), steps, train::Backward::corrected, 3, 8, "arm"};
}

Outcome run_one(const study::Runner& runner, const study::Trial& trial) {
  Outcome outcome;
  const auto good = runner(std::span(&trial, 1), [&](std::size_t, const Outcome& given) -> Result<void> {
    outcome = given;
    return {};
  });
  EXPECT_TRUE(good) << good.error().message;
  return outcome;
}

/// Without its metrics.
Outcome bare(Outcome outcome) {
  outcome.metrics.clear();
  return outcome;
}

TEST(Probes, LeaveTheRunAsItWas) {
  const auto prepared = train::Prepared::of(
      std::get<train::Task>(*task_of("spirals data=spirals:per_class=40 hidden=6 optimizer=adam batch=20 steps=40")));
  const study::Trial trial = small_trial("linear(from=0.02, steps=40)", 40);
  const auto bench_of = [&](const Probe& of, std::string_view probe) {
    return of.measure ? *native_bench(*prepared, probe, 1) : *exact_bench({}, probe, 1);
  };
  for (const Probe& probe : probes()) {
    const Bench plain = bench_of(probe, ""), bench = bench_of(probe, probe.name);
    const Outcome probed = run_one(bench.probed, trial);
    EXPECT_EQ(to_text(bare(probed)), to_text(run_one(plain.trials, trial))) << probe.name;
    EXPECT_FALSE(probed.metrics.empty()) << probe.name;
    for (const Metric& metric : probed.metrics)
      EXPECT_NE(probe.metrics.find(metric.name), std::string_view::npos) << probe.name << ", " << metric.name;
  }
}

TEST(Probes, AreFoundByName) {
  EXPECT_TRUE(probe_named("barrier"));
  EXPECT_FALSE(probe_named("barier"));
}

TEST(Measures, ADivergedRunCountsAsItsFirstLoss) {
  Outcome outcome{.final_loss = not_a_number};
  outcome.curve = {{0, 1}, {1.5, 9}};
  outcome.diverged_at = 2;
  EXPECT_EQ(measure_of(outcome, "final_loss"), 1.5);
  EXPECT_EQ(measure_of(outcome, "diverged"), 1);
  EXPECT_EQ(measure_of(outcome, "peak_loss"), 9);
}

Outcome ended(double first, double final_loss) {
  Outcome outcome{.final_loss = final_loss};
  outcome.curve = {{0}, {first}};
  return outcome;
}

TEST(Measures, OfASweepAreBestPeakEdgeAndOctaves) {
  const Outcome sweep =
      swept({1, 2, 4, 8, 16}, {ended(4, 3.5), ended(4, 1.9), ended(4, 1), ended(4, 2.5), ended(4, 5)});
  EXPECT_EQ(measure_of(sweep, "best_peak"), 4);
  EXPECT_EQ(measure_of(sweep, "edge"), 16);  // 2.5 is half-way from 4 to 1, and trains
  EXPECT_NEAR(measure_of(sweep, "octaves"), 3, 1e-12);
  EXPECT_EQ(measure_of(sweep, "final_loss"), 1);
  // Of two draws, the lower: (9 x 1 + 7 x 1.9 + 5 x 2.5 + 3 x 3.5 + 5) / 25.
  EXPECT_NEAR(measure_of(sweep, "two_draws"), (9 + 7 * 1.9 + 5 * 2.5 + 3 * 3.5 + 5) / 25, 1e-12);
  EXPECT_EQ(measure_of(swept({1, 2}, {ended(4, 3.9), ended(4, 3.8)}), "octaves"), 0);  // nothing trains
}

}  // namespace
}  // namespace etude::claims
