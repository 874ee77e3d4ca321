#include "etude/study/native_runner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/train/train.h"
#include "study/small_trials_test.h"
#include "train/configuration.h"
#include "train/small_runs_test.h"

namespace etude::study {
namespace {

using namespace small_trials;

/// Every rule, and everything else that a run remembers between steps or draws.
std::vector<train::Task> kinds_of_task() {
  std::vector<train::Task> all;
  for (const optim::RuleEntry& rule : optim::rules()) all.push_back(small(rule.name));
  all.push_back(changed(small("adamw"), [](train::Task& t) { t.model.norm = model::NormKind::batch; }));
  all.push_back(
      changed(small("momentum"), [](train::Task& t) { t.model.norm = model::NormKind::layer, t.clip = 0.1; }));
  all.push_back(changed(small("adam"), [](train::Task& t) { t.model.dropout = 0.3, t.accumulation = 3; }));
  all.push_back(changed(small("lion", 8), [](train::Task& t) { t.drop_partial = true, t.data.label_noise = 0.2; }));
  all.push_back(changed(small("sgd", 0), [](train::Task& t) { t.model.dropout = 0.1, t.frozen = {"layer1"}; }));
  all.push_back(changed(small("adamw", 0), [](train::Task& t) { t.optimizer.decay = optim::Decay::untied; }));
  return all;
}

/// Runs the trials every way there is and gives their outcomes.
std::vector<Outcome> expect_sharing_changes_no_bit(const train::Prepared& prepared, std::span<const Trial> trials) {
  const auto alone = run(native_runner(prepared, {.threads = 1, .shares_prefixes = false}), trials);
  for (const unsigned threads : {1u, 2u, 5u})
    EXPECT_EQ(texts(run(native_runner(prepared, {.threads = threads}), trials)), texts(alone))
        << train::configuration(prepared) << threads << " threads";
  return alone;
}

TEST(Trials, SharingTheirBeginningsChangesNoBit) {
  const auto trials = forest();
  for (train::Task task : kinds_of_task())
    for (const train::Precision precision : {train::Precision::float64, train::Precision::float32}) {
      task.precision = precision;
      const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
      const auto outcomes = expect_sharing_changes_no_bit(prepared, trials);
      const Work work = work_of(trials, outcomes);
      EXPECT_LT(work.trained, work.asked * 2 / 3);
    }
}

TEST(Trials, OfATransformerShareTheirBeginningsToo) {
  train::Task task = train::small_runs::text_task();
  task.model.dropout = 0.1;
  const std::vector<Trial> trials{trial_of("constant(0.01)", 12), trial_of("constant(0.01)", 5),
                                  trial_of("constant(0.01, steps=8) then constant(0.001)", 12)};
  expect_sharing_changes_no_bit(*train::Prepared::of(task, &files::load_source), trials);
}

TEST(Trials, OfBothBackwardPassesAreKeptApart) {
  std::vector<Trial> trials{trial_of("constant(0.5)", 20), trial_of("constant(0.5, steps=10) then constant(0.1)", 20)};
  for (std::size_t i = 0; i < 2; ++i) {
    trials.push_back(trials[i]);
    trials.back().backward = train::Backward::as_written;
  }
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(small("sgd", 0)), trials);
  EXPECT_NE(to_text(outcomes[0]), to_text(outcomes[2]));
}

TEST(Trials, ThatDivergeInTheirCommonBeginningAllDiverge) {
  train::Task task;
  task.data.source = "spirals:per_class=20";
  std::vector<Trial> trials{trial_of("constant(10)", 50),
                            trial_of("constant(10, steps=45) then constant(0.1)", 50),
                            trial_of("constant(10, steps=45) then constant(0.2)", 50),
                            trial_of("constant(10)", 2),
                            trial_of("constant(0.1, steps=10) then constant(1e200)", 50),
                            trial_of("constant(0.1, steps=10) then constant(1e200, steps=30) then constant(0.1)", 50),
                            trial_of("constant(0.1)", 50)};
  for (Trial& trial : trials) trial.backward = train::Backward::as_written;
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(task, &files::load_source), trials);
  ASSERT_TRUE(outcomes[0].diverged_at);
  const Step at = *outcomes[0].diverged_at;
  ASSERT_GT(at, 2);
  ASSERT_LT(at, 45);
  for (const std::size_t i : {1u, 2u}) EXPECT_EQ(to_text(outcomes[i]), to_text(outcomes[0]));
  EXPECT_FALSE(outcomes[3].diverged_at);
  EXPECT_GT(outcomes[4].diverged_at, 10);
  EXPECT_EQ(outcomes[4].diverged_at, outcomes[5].diverged_at);
  EXPECT_FALSE(outcomes[6].diverged_at);
  const Work work = work_of(trials, outcomes);
  const Step second = *outcomes[4].diverged_at + 1;
  EXPECT_EQ(work.asked, 3 * (at + 1) + 2 + 2 * second + 50);
  EXPECT_EQ(work.trained, at + 1 + second + 40);
}

TEST(Trials, OfMiniBatchesEndWithTheLossOfAllSamples) {
  for (const train::Task& task : {small("schedule-free-sgd"), small("adamw")}) {
    const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
    const std::vector<Trial> trials{trial_of("constant(0.1)", 24, 5)};
    auto trainer = *train::Trainer<double>::start(prepared, trials[0].plan, 5);
    for (int t = 0; t < 24; ++t) trainer.update();
    const Outcome outcome = run(native_runner(prepared), trials).at(0);
    EXPECT_EQ(outcome.final_loss, trainer.evaluate_training().loss);
    EXPECT_NE(outcome.final_loss, outcome.curve.loss.back());
  }
  const std::vector<Trial> trials{trial_of("constant(0.1)", 24)};
  for (const std::size_t batch : {0u, 27u}) {
    const Outcome outcome = run(native_runner(*train::Prepared::of(small("sgd", batch))), trials).at(0);
    EXPECT_EQ(outcome.final_loss, outcome.curve.loss.back()) << batch;
  }
}

TEST(Trials, WhoseLastUpdateRuinsThemDivergedAtTheirEnd) {
  const std::vector<Trial> trials{trial_of("constant(0.1, steps=9) then constant(1e200)", 10),
                                  trial_of("constant(0.1, steps=9) then constant(1e200)", 12),
                                  trial_of("constant(0.1)", 10)};
  const auto outcomes = expect_sharing_changes_no_bit(*train::Prepared::of(small()), trials);
  EXPECT_EQ(outcomes[0].diverged_at, 10);
  EXPECT_TRUE(std::isnan(outcomes[0].final_loss));
  EXPECT_EQ(outcomes[0].steps, 10);
  EXPECT_TRUE(std::isfinite(outcomes[0].best_loss));
  EXPECT_EQ(outcomes[1].diverged_at, 10);
  EXPECT_EQ(outcomes[1].steps, 11);
  EXPECT_FALSE(outcomes[2].diverged_at);
}

TEST(Trials, AreRefusedBeforeAnyIsRun) {
  for (const bool shares : {true, false}) {
    const std::vector<Trial> trials{trial_of("constant(0.1)", 3), trial_of("constant(0.1)", 0)};
    const auto good = native_runner(*train::Prepared::of(small()), {.shares_prefixes = shares})(
        trials, [](std::size_t, const Outcome&) -> Result<void> {
          ADD_FAILURE();
          return {};
        });
    ASSERT_FALSE(good);
    EXPECT_NE(good.error().message.find("at least 1 step"), std::string::npos) << good.error().message;
  }
}

TEST(Trials, EndWhereSomebodySaysSo) {
  for (const bool shares : {true, false})
    for (const unsigned threads : {1u, 3u}) {
      int told = 0;
      const auto good = native_runner(*train::Prepared::of(small()), {threads, shares})(
          forest(), [&](std::size_t, const Outcome&) -> Result<void> {
            if (++told == 2) return refuse("the disk is full");
            return {};
          });
      ASSERT_FALSE(good);
      EXPECT_EQ(good.error().message, "the disk is full");
      EXPECT_EQ(told, 2);
    }
  EXPECT_TRUE(
      native_runner(*train::Prepared::of(small()))({}, [](std::size_t, const Outcome&) { return Result<void>(); }));
}

TEST(Work, CountsEachDifferentStepOnce) {
  const struct {
    std::vector<Trial> trials;
    Step asked, trained;
  } cases[] = {
      {{}, 0, 0},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 10)}, 20, 10},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 10, 1)}, 20, 20},
      {{trial_of("constant(0.1)", 10), trial_of("constant(0.2)", 10)}, 20, 20},
      {{trial_of("constant(0.1)", 30), trial_of("constant(0.1)", 10), trial_of("constant(0.1)", 20)}, 60, 30},
      {{trial_of("wsd(peak=0.1, steps=100, decay=10)", 100), trial_of("wsd(peak=0.1, steps=300, decay=30)", 300),
        trial_of("wsd(peak=0.1, steps=200, decay=20)", 200)},
       600,
       // a cooldown's first step is still at the peak
       300 + 9 + 19},
      {{trial_of("constant(0.1)", 10), trial_of("plan(lr=constant(0.1), momentum=constant(0))", 10)}, 20, 20},
  };
  for (const auto& c : cases) {
    std::vector<Outcome> outcomes;
    for (const Trial& trial : c.trials) outcomes.push_back({.steps = trial.steps});
    const Work work = work_of(c.trials, outcomes);
    EXPECT_EQ(work.asked, c.asked);
    EXPECT_EQ(work.trained, c.trained);
  }
}

}  // namespace
}  // namespace etude::study
