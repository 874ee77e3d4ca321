#include "etude/range/range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include "etude/base/json.h"
#include "etude/notation/notation.h"
#include "etude/range/rules.h"
#include "etude/range/sweep.h"
#include "etude/schedule/kinds.h"
#include "etude/study/native_runner.h"
#include "etude/train/state.h"
#include "files/sources.h"
#include "range/post.h"
#include "study/scaled.h"
#include "support/golden.h"
#include "support/not_finite.h"
#include "train/small_runs_test.h"

namespace etude::range {
namespace {

using testing::number;
using testing::relative_error;
using train::small_runs::run_until;

TEST(Range, IsThePostsOwn) {
  std::map<std::string, RangeTest> tests;
  for (const train::Backward backward : {train::Backward::as_written, train::Backward::corrected}) {
    train::Task task;
    task.backward = backward;
    tests[std::string(name_of(backward))] = *post_test(*train::Prepared::of(task, &files::load_source));
  }
  std::map<std::string, std::size_t> rows;
  for (const testing::Row& row : testing::golden("seed_range_test.csv")) {
    const RangeTest& test = tests.at(row[0]);
    const auto step = static_cast<std::size_t>(*to_integer(row[1]));
    EXPECT_LE(relative_error(test.lr.at(step), number(row[2])), 1e-14) << row[0] << " step " << step;
    EXPECT_LE(relative_error(test.loss.at(step), number(row[3])), 1e-10) << row[0] << " step " << step;
    EXPECT_LE(relative_error(test.smoothed.at(step), number(row[4])), 1e-10) << row[0] << " step " << step;
    ++rows[row[0]];
  }
  EXPECT_EQ(tests["as-written"].loss.size(), rows["as-written"]);
  EXPECT_EQ(tests["as-written"].stopped_at, 195);
  EXPECT_EQ(tests["corrected"].loss.size(), rows["corrected"]);
  EXPECT_EQ(tests["corrected"].stopped_at, std::nullopt);
}

TEST(Range, EndsWhereTheLossIsNoLongerFinite) {
  train::Task task;
  task.backward = train::Backward::as_written;
  const RangeTest test = *post_test(*train::Prepared::of(task, &files::load_source),
                                    {.from = 1e-2, .to = 1e4, .steps = 50, .explosion = 1e300});
  ASSERT_TRUE(test.stopped_at);
  EXPECT_EQ(static_cast<Step>(test.loss.size()), *test.stopped_at);
  for (const double loss : test.loss) EXPECT_TRUE(std::isfinite(loss));
}

TEST(Range, RefusesSweepsThatDoNotGrow) {
  EXPECT_EQ(post_test(*train::Prepared::of({}), {.from = 1, .to = 1}).error().message,
            "the sweep must grow from a positive rate, not from 1 to 1; type --from 1e-6 --to 1");
  EXPECT_FALSE(post_test(*train::Prepared::of({}), {.from = 0, .to = 1}));
  EXPECT_FALSE(post_test(*train::Prepared::of({}), {.from = 1e-300, .to = 1e300}));
  EXPECT_FALSE(post_test(*train::Prepared::of({}), {.from = 1e-6, .to = nan}));
  EXPECT_EQ(post_test(*train::Prepared::of({}), {.steps = 1}).error().message, "a sweep needs at least 2 steps, not 1");
}

/// What a made network gives at a rate: flat, a fall to 0.3 around 0.01, an explosion from 0.2 on; and not finite
/// beyond 2.
double made_loss(double lr, double scatter = 1) {
  if (lr > 2) return nan;
  const double x = lr / scatter;
  return 2.3 - 2 / (1 + 0.01 / x) + 2 * std::pow(x / 0.2, 3);
}

/// Of a decay from this peak, whatever the step: lowest at 0.02.
double decayed_loss(double peak, double scatter = 1) {
  const double off = std::log10(peak / 0.02 / scatter);
  return 0.3 + off * off;
}

/// A trainer whose loss follows from the rate alone; seeds differ by a factor of the rate.
study::Runner made(double unit = 1, double scatter = 1, bool falls = true, const std::string& failure = "") {
  return [=](std::span<const study::Trial> trials, const study::Finished& finished) -> Result<void> {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const Plan& plan = trials[i].plan;
      const Schedule& rate = plan.groups.empty() ? plan.lr : *plan.groups[0].lr;
      const bool decays = rate(0) > rate(trials[i].steps - 1);
      const double factor = std::pow(scatter, static_cast<double>(trials[i].seed) - 2);
      Outcome outcome{.steps = trials[i].steps, .failure = failure, .curve = {}};
      for (Step t = 0; t < trials[i].steps; ++t) {
        const double lr = rate(t), swept = falls ? made_loss(lr, factor) : lr > 0.1 ? nan : 2.3;
        outcome.curve.step.push_back(t);
        outcome.curve.loss.push_back(unit * (decays ? decayed_loss(rate(0), factor) : swept));
      }
      outcome.final_loss = made_loss(plan.lr(0), factor);
      if (auto good = finished(i, outcome); !good) return good;
    }
    return {};
  };
}

Result<RangeStudy> without_short_runs(const study::Runner& runner, SweepOptions options = {}) {
  options.tunes = false;
  return test(runner, options);
}

double decades_between(double a, double b) { return std::abs(std::log10(a / b)); }

TEST(RangeStudy, DoesNotDependOnStepsStartOrUnit) {
  const RangeStudy usual = *without_short_runs(made(1, 1.1));
  ASSERT_EQ(usual.suggestion.refusal, "");
  const auto same = [&](const RangeStudy& other, const char* what) {
    EXPECT_EQ(other.suggestion.refusal, "") << what;
    EXPECT_LT(decades_between(other.edge.value, usual.edge.value), 0.06) << what;
    EXPECT_LT(decades_between(other.basin.value, usual.basin.value), 0.06) << what;
    EXPECT_LT(decades_between(other.suggestion.rate.low, usual.suggestion.rate.low), 0.08) << what;
  };
  for (const Step steps : {60, 150, 333, 1000}) same(*without_short_runs(made(1, 1.1), {.steps = steps}), "steps");
  for (const double from : {1e-9, 1e-7, 3e-6, 1e-4}) same(*without_short_runs(made(1, 1.1), {.from = from}), "start");
  for (const double unit : {1e-30, 0.37, 1e9}) same(*without_short_runs(made(unit, 1.1)), "unit");
  for (const double to : {0.5, 3.0, 1000.0}) same(*without_short_runs(made(1, 1.1), {.to = to}), "end");
}

TEST(RangeStudy, HasTheSameBitsInAnotherUnit) {
  const RangeStudy one = *without_short_runs(made(1, 1.1)), other = *without_short_runs(made(1024, 1.1));
  EXPECT_EQ(one.edge.value, other.edge.value);
  EXPECT_EQ(one.basin.value, other.basin.value);
  for (std::size_t i = 0; i < one.mean.size(); ++i) EXPECT_EQ(one.mean[i] * 1024, other.mean[i]);
}

TEST(RangeStudy, ExtendsItselfAtBothEnds) {
  const RangeStudy up = *without_short_runs(made(), {.to = 1e-3});
  EXPECT_GE(up.to, 0.1);
  EXPECT_TRUE(std::isfinite(up.edge.value));
  ASSERT_FALSE(up.notes.empty());
  EXPECT_NE(up.notes[0].find("extended to 0.01"), std::string::npos) << up.notes[0];
  const RangeStudy down = *without_short_runs(made(), {.from = 0.003});
  EXPECT_LT(down.from, 0.001);
  EXPECT_NE(down.notes[0].find("begun at"), std::string::npos) << down.notes[0];
  const RangeStudy fixed = *without_short_runs(made(), {.to = 1e-3, .extends = false});
  EXPECT_EQ(fixed.to, 1e-3);
  EXPECT_NE(fixed.suggestion.refusal.find("never diverged up to 0.001"), std::string::npos) << fixed.suggestion.refusal;
}

TEST(RangeStudy, RefusesToSuggestWithTheReason) {
  const std::pair<study::Runner, const char*> cases[] = {{made(1, 40), "spans more than a decade"},
                                                         {made(1, 1, false), "never fell by 5 %"},
                                                         {made(1, 1, true, "exit 1"), "a trainer failed: exit 1"}};
  for (const auto& [runner, reason] : cases) {
    const RangeStudy study = *without_short_runs(runner);
    EXPECT_NE(study.suggestion.refusal.find(reason), std::string::npos) << study.suggestion.refusal;
  }
  const RangeStudy ended = *without_short_runs(made(), {.to = 1e-4, .highest = 2e-2});
  EXPECT_NE(ended.suggestion.refusal.find("never diverged"), std::string::npos) << ended.suggestion.refusal;
}

TEST(RangeStudy, RefusesWhatCannotBeSwept) {
  EXPECT_FALSE(test(made(), {.from = 1, .to = 0.1}));
  EXPECT_FALSE(test(made(), {.steps = 3}));
  EXPECT_FALSE(test(made(), {.seeds = {}}));
  EXPECT_NE(test(made(), {.rule = "steep"}).error().message.find("fastai-steep"), std::string::npos);
}

TEST(RangeStudy, TakesALinearSweepAndAGroup) {
  const RangeStudy usual = *without_short_runs(made());
  const RangeStudy linear = *without_short_runs(made(), {.to = 1, .steps = 2000, .shape = Sweep::linear});
  EXPECT_EQ(linear.shape, "linear");
  EXPECT_LT(decades_between(linear.edge.value, usual.edge.value), 0.1);
  EXPECT_EQ(without_short_runs(made(), {.group = "layer1"})->edge.value, usual.edge.value);
}

TEST(RangeStudy, EndsAtInfinityAtOnce) {
  const study::Runner runner = [](std::span<const study::Trial> trials,
                                  const study::Finished& finished) -> Result<void> {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      Outcome outcome;
      for (Step t = 0; t < trials[i].steps; ++t) {
        outcome.curve.step.push_back(t);
        outcome.curve.loss.push_back(t < 60 ? 2 - 0.01 * static_cast<double>(t) : t == 60 ? HUGE_VAL : 1);
      }
      if (auto good = finished(i, outcome); !good) return good;
    }
    return {};
  };
  const RangeStudy study = *without_short_runs(runner, {.extends = false});
  EXPECT_EQ(study.sweeps[0].loss.size(), 61u);
  EXPECT_EQ(study.sweeps[0].edge, study.sweeps[0].lr[60]);
}

train::Task small(std::size_t accumulation = 1) {
  train::Task task;
  task.data.source = "spirals:per_class=20";
  task.model.hidden = {8};
  task.batch = 10;
  task.accumulation = accumulation;
  return task;
}

TEST(SweepRunner, EndsEarlyWithoutChangingTheAnalysis) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const SweepOptions options{.to = 1000, .extends = false};
  const RangeStudy early = *without_short_runs(sweep_runner(prepared), options);
  const RangeStudy whole = *without_short_runs(study::native_runner(prepared), options);
  ASSERT_TRUE(std::isfinite(early.edge.value));
  for (std::size_t i = 0; i < early.sweeps.size(); ++i) {
    EXPECT_EQ(early.sweeps[i].lr, whole.sweeps[i].lr);
    EXPECT_EQ(early.sweeps[i].edge, whole.sweeps[i].edge);
  }
  EXPECT_EQ(early.mean, whole.mean);
  EXPECT_EQ(early.suggestion.rate.low, whole.suggestion.rate.low);
}

TEST(SweepRunner, GivesTheSameBitsForAnyNumberOfThreads) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const RangeStudy one = *without_short_runs(sweep_runner(prepared, {.threads = 1}));
  for (const unsigned threads : {2u, 5u}) {
    const RangeStudy other = *without_short_runs(sweep_runner(prepared, {.threads = threads}));
    EXPECT_EQ(one.mean, other.mean);
    EXPECT_EQ(one.suggestion.rate.high, other.suggestion.rate.high);
  }
}

TEST(SweepRunner, CountsUpdatesAlsoUnderAccumulation) {
  const train::Prepared prepared = *train::Prepared::of(small(3));
  const RangeStudy study = *without_short_runs(sweep_runner(prepared), {.to = 1e-3, .steps = 50, .extends = false});
  for (const SeedSweep& sweep : study.sweeps) {
    EXPECT_EQ(sweep.lr.size(), 50u);
    EXPECT_DOUBLE_EQ(sweep.lr.back(), 1e-3);
  }
}

TEST(SweepRunner, LooksAtHeldOutDataWhereThereIsSome) {
  const train::Prepared prepared = *train::Prepared::of(small());
  const SweepOptions options{.measure = SweptLoss::heldout};
  const RangeStudy study = *without_short_runs(sweep_runner(prepared, {.measure = SweptLoss::heldout}), options);
  EXPECT_EQ(study.measure, "heldout");
  EXPECT_NE(study.sweeps[0].loss[0], test(sweep_runner(prepared))->sweeps[0].loss[0]);
  train::Task none = small();
  none.data.source = "digits";
  none.data.heldout = 0;
  const train::Prepared bare = *train::Prepared::of(none, &files::load_source);
  ASSERT_FALSE(bare.has_heldout());
  EXPECT_FALSE(test(sweep_runner(bare, {.measure = SweptLoss::heldout}), options));
}

TEST(SweepRunner, RefusesAGroupThatNoParameterHas) {
  EXPECT_FALSE(test(sweep_runner(*train::Prepared::of(small())), {.group = "layer9"}));
}

std::vector<RecordedSweep> recorded(const RangeStudy& study) {
  std::vector<RecordedSweep> all;
  for (const SeedSweep& sweep : study.sweeps) all.push_back({sweep.seed, sweep.lr, sweep.loss, study.steps});
  return all;
}

TEST(ReadSweeps, ReadsOffWhatTheTestDid) {
  for (const SweepOptions& options : {SweepOptions{}, SweepOptions{.rule = "fastai-valley", .is_adaptive = true}}) {
    const RangeStudy study = *without_short_runs(made(1, 1.1), options), read = *read_sweeps(recorded(study), options);
    EXPECT_EQ(read.suggestion.rate.value, study.suggestion.rate.value);
    EXPECT_EQ(read.edge.high, study.edge.high);
    EXPECT_EQ(read.suggestion.refusal, "");
  }
  EXPECT_NE(read_sweeps(recorded(*without_short_runs(made(1, 1, false))))->suggestion.refusal, "");
}

TEST(ReadSweeps, RefusesWhatIsNoSweep) {
  const auto refusal = [](const std::vector<RecordedSweep>& sweeps, const SweepOptions& options = {}) {
    return read_sweeps(sweeps, options).error().message;
  };
  EXPECT_EQ(refusal({}), "a sweep needs at least 20 steps, not 0");
  EXPECT_EQ(refusal({{0, {0.1, 0.2}, {1}}}), "a sweep has one loss a rate, not 1 losses and 2 rates");
  for (const double wrong : {0.1, 0.0, -1.0, nan, HUGE_VAL})
    EXPECT_NE(refusal({{0, {0.1, wrong}, {1, 1}}}).find("that of update 1 is "), std::string::npos) << wrong;
  EXPECT_FALSE(read_sweeps(recorded(*without_short_runs(made())), {.rule = "none"}));
}

TEST(SweepRunner, LeavesAWarmRunAsItWas) {
  for (const train::Precision precision : {train::Precision::float64, train::Precision::float32}) {
    for (const optim::Rule rule : {optim::Rule::momentum, optim::Rule::adamw}) {
      train::Task task = small();
      task.precision = precision;
      task.optimizer = optim::defaults_of(rule);
      task.model.norm = model::NormKind::batch;
      task.model.dropout = 0.2;
      task.steps = 30;
      const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
      const Plan plan = *notation::parse_plan("cosine(from=0.05, steps=30)");
      const auto whole = run_until(prepared, plan, 7, 30)->state;
      const auto half = run_until(prepared, plan, 7, 15)->state;
      const auto kept = half;
      const RangeStudy warm = *without_short_runs(*sweep_runner_from(half, prepared));
      EXPECT_EQ(half, kept);
      EXPECT_EQ(run_until(prepared, plan, 7, 30, half)->state, whole);
      EXPECT_NE(warm.sweeps[0].loss[0], test(sweep_runner(prepared))->sweeps[0].loss[0]);
      EXPECT_NE(warm.sweeps[0].loss, warm.sweeps[1].loss);
    }
  }
}

TEST(ShortRuns, TuneWhatTheRuleGives) {
  const SweepOptions cases[] = {{}, {.is_adaptive = true}, {.rule = "below-edge"}, {.group = "layer1"}, {.steps = 30}};
  for (const SweepOptions& options : cases) {
    const RangeStudy study = *test(made(1, 1.1), options);
    EXPECT_EQ(study.suggestion.refusal, "");
    EXPECT_LT(decades_between(study.suggestion.rate.value, 0.02), 0.15)
        << options.rule << ": within a point of the grid";
    EXPECT_LT(study.suggestion.rate.low, 0.02) << options.rule;
    EXPECT_GT(study.suggestion.rate.high, 0.02) << options.rule;
    ASSERT_TRUE(study.short_runs);
    EXPECT_EQ(study.short_runs->from, without_short_runs(made(1, 1.1), options)->suggestion.rate.value);
    EXPECT_EQ(study.short_runs->steps, 2 * options.steps);
    int runs = 0;
    for (const Tried& tried : study.short_runs->tried) runs += tried.seeds;
    EXPECT_EQ(study.short_runs->runs, static_cast<std::size_t>(runs));
    EXPECT_LE(runs, 40) << options.rule;
  }
}

TEST(ShortRuns, TakeTheShapeThatIsNamedAtTheirOwnLengthAndPeak) {
  const struct {
    const char* spec;
    Step steps;          // for which it is meant
    double first, last;  // of its peak
  } cases[] = {{"constant(3)", 100, 1, 1},
               {"warmup(to=2, steps=500) then constant(2)", 1000, 0.01, 1},
               {"linear(from=1, steps=300)", 300, 1, 0}};
  for (const auto& [spec, steps, first, last] : cases) {
    const Schedule rate = notation::parse_plan(spec)->lr;
    std::size_t runs = 0;
    const study::Runner runner = [&, first = first, last = last](std::span<const study::Trial> trials,
                                                                 const study::Finished& finished) {
      for (const study::Trial& trial : trials) {
        if (trial.steps != 200) continue;
        ++runs;
        const double peak = study::peak_of(trial.plan, 200);
        EXPECT_NEAR(trial.plan.lr(0), first * peak, 1e-12);
        EXPECT_NEAR(trial.plan.lr(199), last * peak, 1e-12);
      }
      return made()(trials, finished);
    };
    const RangeStudy study = *test(runner, {.runs = ShapeOfRuns{spec, rate, steps}});
    ASSERT_TRUE(study.short_runs) << spec;
    EXPECT_EQ(study.short_runs->schedule, spec);
    EXPECT_EQ(study.short_runs->runs, runs) << spec;
  }
  const ShapeOfRuns none{"constant(0)", *constant({.value = 0}), 10};
  EXPECT_EQ(test(made(), {.runs = none}).error().message,
            "constant(0) has no rate above 0; type --schedule 'constant(1)'");
}

TEST(ShortRuns, BeginWhereSeedsDoNotAgreeOrDoNotExplode) {
  constexpr double scatter = 4;  // of neighbouring seeds, two on each side of the middle one
  const struct {
    study::Runner runner;
    SweepOptions options;
    double decades;
  } cases[] = {{made(1, scatter), {}, std::log10(scatter * scatter)}, {made(), {.to = 0.1, .extends = false}, 0.1}};
  for (const auto& [runner, options, decades] : cases) {
    EXPECT_NE(without_short_runs(runner, options)->suggestion.refusal, "");
    const RangeStudy study = *test(runner, options);
    EXPECT_EQ(study.suggestion.refusal, "");
    EXPECT_LT(decades_between(study.suggestion.rate.value, 0.02), decades);
  }
}

TEST(ShortRuns, DoNotBeginWhereTheLossDoesNotFallOrATrainerFails) {
  for (const auto& runner : {made(1, 1, false), made(1, 1, true, "exit 1")}) {
    const RangeStudy study = *test(runner);
    EXPECT_NE(study.suggestion.refusal, "");
    EXPECT_FALSE(study.short_runs);
  }
}

/// As made(), but for decays, whose outcome becomes what `spoil` makes of it.
study::Runner spoilt(void (*spoil)(Outcome&)) {
  return [=](std::span<const study::Trial> trials, const study::Finished& finished) {
    return made()(trials, [&](std::size_t i, const Outcome& outcome) {
      Outcome own = outcome;
      if (trials[i].plan.lr(0) > trials[i].plan.lr(trials[i].steps - 1)) spoil(own);
      return finished(i, own);
    });
  };
}

TEST(ShortRuns, LeaveTheRulesRateWhereNoneCountsAsWhole) {
  void (*const spoils[])(Outcome&) = {[](Outcome& o) { o.curve.loss.back() = nan; },
                                      [](Outcome& o) { o.diverged_at = 3; }, [](Outcome& o) { o.failure = "exit 1"; },
                                      [](Outcome& o) { o.curve = {}; },
                                      [](Outcome& o) { o.curve.step.pop_back(), o.curve.loss.pop_back(); }};
  for (const auto spoil : spoils) {
    const RangeStudy study = *test(spoilt(spoil));
    EXPECT_EQ(study.suggestion.rate.value, without_short_runs(made())->suggestion.rate.value);
    EXPECT_FALSE(study.short_runs);
    ASSERT_FALSE(study.notes.empty());
    EXPECT_EQ(study.notes.back(), "no short run came to its end, so the rate is what the rule gives");
  }
}

TEST(ShortRuns, LookAtTheLastTenthAlone) {
  const auto rise = [](Outcome& o) { o.curve.loss.front() = 100; };
  EXPECT_EQ(test(spoilt(rise))->suggestion.rate.value, test(made())->suggestion.rate.value);
}

TEST(ShortRuns, AreRefusedByWhatTheRunnerRefuses) {
  const study::Runner runner = [](std::span<const study::Trial> trials,
                                  const study::Finished& finished) -> Result<void> {
    if (trials[0].plan.lr(0) > trials[0].plan.lr(1)) return refuse("no more");
    return made()(trials, finished);
  };
  EXPECT_EQ(test(runner).error().message, "no more");
}

TEST(Verify, TunesFromTheSuggestionAndHoldsBothAgainstEachOther) {
  RangeStudy study = *without_short_runs(made(), {.is_adaptive = true});  // made_loss() is lowest at 0.067
  const Plan plan = *notation::parse_plan("constant(1)");
  ASSERT_TRUE(verify(study, made(), plan, {.schedule = "constant(1)", .steps = 10}));
  ASSERT_TRUE(study.verified);
  const Arm &suggested = study.verified->arms.at(0), &found = study.verified->arms.at(1);
  EXPECT_DOUBLE_EQ(suggested.peak, study.suggestion.rate.value);
  EXPECT_LT(decades_between(found.peak, 0.067), 0.08);
  EXPECT_GT(suggested.final_loss.median, found.final_loss.median);
  ASSERT_EQ(study.verified->pairs.size(), 1u);
  EXPECT_GT(study.verified->pairs[0].difference, 0);
  for (const std::uint32_t seed : study.verified->tuning_seeds)
    EXPECT_EQ(std::count(found.seeds.begin(), found.seeds.end(), seed), 0) << seed;
  EXPECT_EQ(verify(study, made(), *notation::parse_plan("constant(0)"), {.steps = 10}).error().message,
            "the schedule to verify with has no rate above 0; type --schedule 'constant(1)'");
}

TEST(Verify, RunsNothingWhereNothingIsSuggested) {
  RangeStudy none = *without_short_runs(made(1, 1, false));
  ASSERT_TRUE(verify(none, made(), *notation::parse_plan("constant(1)"), {.steps = 10}));
  EXPECT_FALSE(none.verified);
}

std::vector<double> numbers_of(const Json& json) {
  std::vector<double> all;
  for (const Json& value : *json.as<Json::Array>()) all.push_back(*value.number());
  return all;
}

TEST(RangeRules, AreThoseOfTheToolsThemselves) {
  std::ifstream file(std::string(ETUDE_GOLDEN) + "/range/rules.jsonl");
  std::string line;
  int rows = 0;
  while (std::getline(file, line)) {
    const Json row = *read_json(line);
    const std::string name = *row.find("rule")->as<std::string>();
    const auto lr = numbers_of(*row.find("lr")), loss = numbers_of(*row.find("loss"));
    const auto planned = static_cast<Step>(*row.find("planned")->number());
    const auto found = (*range_rule_named(name))->suggest({lr, loss, planned, nan, nan, false});
    ASSERT_TRUE(found) << name;
    EXPECT_LE(relative_error(*found, *row.find("suggested")->number()), 1e-12) << name;
    ++rows;
  }
  EXPECT_EQ(rows, 32);
}

TEST(RangeRules, FindNothingInNothing) {
  const std::vector<double> one{1e-3}, loss{1};
  for (const RangeRule& rule : range_rules()) {
    EXPECT_FALSE(rule.suggest({{}, {}, 100, nan, nan, false})) << rule.name;
    EXPECT_FALSE(rule.suggest({one, loss, 100, nan, nan, false})) << rule.name;
  }
}

TEST(RangeRules, PostIsThePostsTest) {
  const RangeTest test = *post_test(*train::Prepared::of({}));
  const auto rate = (*range_rule_named("post"))->suggest({test.lr, test.loss, 200, nan, nan, false});
  ASSERT_TRUE(rate);
  EXPECT_LE(relative_error(*rate, *test.suggested), 1e-12);
}

}  // namespace
}  // namespace etude::range
