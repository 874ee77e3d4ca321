#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "etude/notation/notation.h"
#include "etude/study/study.h"
#include "etude/train/train.h"
#include "files/sources.h"
#include "study/parallel.h"
#include "study/post.h"
#include "support/golden.h"

namespace etude::study {
namespace {

using testing::number;
using testing::relative_error;

const Arm& arm_named(const Comparison& comparison, std::string_view id, std::string_view backward) {
  for (std::size_t i = 0; i < comparison.arms.size(); ++i) {
    if (published_runs()[i / 2].id == id && comparison.arms[i].backward == backward) return comparison.arms[i];
  }
  throw std::out_of_range(std::string(id));
}

/// Every step of every run, on `threads` threads.
Comparison compared(const train::Task& task, const std::vector<Contender>& contenders, StudyOptions options = {},
                    unsigned threads = 0) {
  const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
  options.steps = task.steps;
  options.curve_points = no_limit;
  return *study(contenders, native_runner(prepared, {.threads = threads}), options);
}

class Published : public ::testing::Test {
 protected:
  static const Comparison& comparison() {
    static const Comparison all = compared({}, published_contenders());
    return all;
  }
};

TEST_F(Published, EveryLossOfEveryEpochIsThePostsOwn) {
  std::map<std::string, int> compared;
  for (const testing::Row& row : testing::golden("seed_runs.csv")) {
    const Arm& arm = arm_named(comparison(), row[0], row[1]);
    const Outcome& trial = arm.trials.at(0);
    const auto epoch = static_cast<std::size_t>(*to_integer(row[2]));
    const double loss = number(row[4]);
    if (std::isfinite(loss) && !trial.diverged_at) {
      const double rate = number(row[3]);
      EXPECT_NEAR(arm.lr.at(epoch), rate, testing::rate_tolerance(rate, 0.08)) << row[0] << " epoch " << epoch;
      EXPECT_LE(relative_error(trial.curve.loss.at(epoch), loss), 1e-10)
          << row[0] << " " << row[1] << " epoch " << epoch;
    } else {
      ASSERT_TRUE(trial.diverged_at) << row[0];
      EXPECT_EQ(std::isfinite(loss), static_cast<Step>(epoch) < *trial.diverged_at) << row[0] << " epoch " << epoch;
    }
    ++compared[row[0] + row[1]];
  }
  EXPECT_EQ(compared.size(), 22u);
}

TEST_F(Published, TheTableIsThePostsOwn) {
  const auto rows = testing::golden("seed_table.csv");
  EXPECT_EQ(rows.size(), comparison().arms.size());
  for (const testing::Row& row : rows) {
    const Arm& arm = arm_named(comparison(), row[0], row[2]);
    if (row[3] == "nan") {
      EXPECT_EQ(arm.diverged, 1);
      EXPECT_TRUE(std::isnan(arm.final_loss.median));
    } else {
      EXPECT_LE(relative_error(arm.final_loss.median, number(row[3])), 1e-10) << row[0];
    }
    EXPECT_LE(relative_error(arm.best_loss.median, number(row[4])), 1e-10) << row[0];
    EXPECT_EQ(arm.converged_at.median, number(row[5])) << row[0];
    EXPECT_EQ(arm.published, number(row[6])) << row[0];
    EXPECT_EQ(arm.section.substr(0, 2), row[1].substr(0, 2)) << row[0];
  }
}

Contender contender(const char* spec, train::Backward backward = train::Backward::corrected) {
  return {spec, *notation::parse_plan(spec), backward, "", std::nullopt};
}

bool same_bits(const Comparison& a, const Comparison& b) {
  for (std::size_t i = 0; i < a.arms.size(); ++i)
    for (std::size_t k = 0; k < a.arms[i].trials.size(); ++k)
      if (to_text(a.arms[i].trials[k]) != to_text(b.arms[i].trials[k])) return false;
  return a.arms.size() == b.arms.size();
}

TEST(Compare, GivesTheSameBitsForAnyNumberOfThreads) {
  train::Task task;
  task.steps = 40;
  for (const train::Precision precision : {train::Precision::float64, train::Precision::float32}) {
    task.precision = precision;
    const std::vector<Contender> contenders{contender("constant(0.5)"), contender("cosine(0.5, 0, 40)"),
                                            contender("constant(1)", train::Backward::as_written)};
    const Comparison one = compared(task, contenders, {.seeds = {0, 1, 2, 3}}, 1);
    for (const unsigned threads : {0u, 2u, 5u}) {
      EXPECT_TRUE(same_bits(one, compared(task, contenders, {.seeds = {0, 1, 2, 3}}, threads)));
    }
  }
}

TEST(Compare, CountsDivergenceAsAResult) {
  train::Task task;
  task.steps = 50;
  const Comparison comparison = compared(
      task, {contender("constant(10)", train::Backward::as_written), contender("constant(0.1)")}, {.seeds = {0, 1, 2}});
  const Arm& wild = comparison.arms[0];
  EXPECT_EQ(wild.diverged, 3);
  EXPECT_TRUE(std::isnan(wild.final_loss.median));
  EXPECT_TRUE(std::isfinite(wild.best_loss.median));
  EXPECT_EQ(wild.sum_lr, 500);
  for (const Outcome& trial : wild.trials) {
    ASSERT_TRUE(trial.diverged_at);
    EXPECT_EQ(trial.steps, *trial.diverged_at + 1);
    EXPECT_EQ(trial.curve.step.back(), *trial.diverged_at);
    EXPECT_FALSE(std::isfinite(trial.curve.loss.back()));
  }
  EXPECT_EQ(comparison.arms[1].diverged, 0);
  EXPECT_EQ(comparison.arms[1].trials[0].steps, 50);
}

TEST(Compare, TellsItsProgressOnceATrial) {
  train::Task task;
  task.steps = 2;
  std::vector<std::size_t> told;
  (void)compared(task, {contender("constant(0.1)"), contender("constant(0.2)")},
                 {.seeds = {0, 1, 2},
                  .progress =
                      [&](std::size_t done, std::size_t total) {
                        EXPECT_EQ(total, 6u);
                        told.push_back(done);
                      }},
                 2);
  EXPECT_EQ(told, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

Record trained(const train::Task& task, const Plan& plan, std::uint32_t seed) {
  return train::train(*train::Prepared::of(task, &files::load_source), plan, seed)->record;
}

TEST(Train, IsARunOfItsSeed) {
  train::Task task;
  task.steps = 20;
  const Plan plan{*constant({.value = 0.1}), std::nullopt};
  EXPECT_EQ(trained(task, plan, 3), trained(task, plan, 3));
  EXPECT_NE(trained(task, plan, 3).loss, trained(task, plan, 4).loss);
}

TEST(Train, ResumedGoesOnWithTheSameRecord) {
  train::Task task;
  task.steps = 30;
  const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("cosine(from=0.1, steps=30)");
  const Record whole = train::train(prepared, plan, 1)->record;
  const train::Trained half = *train::train(prepared, plan, 1, {.keeps_state = true, .until = 12});
  const train::Trained rest = *train::train(prepared, plan, 1, {.keeps_state = true, .resume = half.state});
  EXPECT_EQ(half.record.loss.size(), 12u);
  EXPECT_EQ(rest.record.first, 12);
  std::vector<double> losses = half.record.loss;
  losses.insert(losses.end(), rest.record.loss.begin(), rest.record.loss.end());
  EXPECT_EQ(losses, whole.loss);
  EXPECT_EQ(rest.record.heldout, whole.heldout);
  const auto over = train::train(prepared, plan, 1, {.resume = rest.state});
  EXPECT_NE(over.error().message.find("nothing is left to train"), std::string::npos);
}

TEST(Train, WhatIsMeasuredChangesNothing) {
  train::Task task;
  task.steps = 6;
  task.model.hidden = {8};
  const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("constant(0.1)");
  train::TrainOptions options{.heldout_every = 2, .measure_every = 3};
  for (const char* name : {"norms", "noise", "curvature", "attention"})
    options.measures.push_back(*train::diagnostic_named(name));
  const Record measured = train::train(prepared, plan, 0, options)->record;
  EXPECT_EQ(measured.loss, train::train(prepared, plan, 0)->record.loss);
  std::map<std::string, std::vector<Step>> steps;
  for (const Measurement& m : measured.measurements) {
    steps[m.name].push_back(m.step);
    EXPECT_TRUE(std::isfinite(m.value)) << m.name;
  }
  for (const char* name : {"gradient_norm", "update_norm", "weight_norm", "layer1.gradient_norm", "noise_scale",
                           "largest_eigenvalue", "trace"})
    EXPECT_EQ(steps[name], (std::vector<Step>{0, 3})) << name;
  ASSERT_EQ(measured.heldout.size(), 4u);
  EXPECT_EQ(measured.heldout.back().step, 6);
}

TEST(Train, TheLineToItselfHasNoBarrier) {
  train::Task task;
  task.steps = 20;
  const train::Prepared prepared = *train::Prepared::of(task, &files::load_source);
  const Plan plan = *notation::parse_plan("constant(0.5)");
  const auto state = train::train(prepared, plan, 0, {.keeps_state = true})->state;
  const train::Trained same = *train::train(prepared, plan, 0, {.barrier = state});
  EXPECT_EQ(same.line.size(), 21u);
  EXPECT_NEAR(*same.barrier, 0, 1e-12);
  const train::Trained other = *train::train(prepared, plan, 1, {.barrier = state});
  EXPECT_GT(*other.barrier, 0.01);
}

TEST(Train, MomentumOfZeroIsNone) {
  train::Task task;
  task.steps = 30;
  const Schedule rate = *constant({.value = 0.1});
  const Record none = trained(task, {rate, std::nullopt}, 0);
  const Record zero = trained(task, {rate, *constant({.value = 0})}, 0);
  const Record some = trained(task, {rate, *constant({.value = 0.9})}, 0);
  for (std::size_t t = 0; t < none.loss.size(); ++t) EXPECT_LE(relative_error(zero.loss[t], none.loss[t]), 1e-12) << t;
  EXPECT_LT(some.final_loss(), none.final_loss());
}

TEST(Train, Float32FollowsFloat64) {
  train::Task task;
  task.steps = 100;
  const Plan plan = *notation::parse_plan("warmup(to=0.1, steps=10) then cosine(from=0.1, steps=90)");
  const Record wide = trained(task, plan, 0);
  task.precision = train::Precision::float32;
  const Record narrow = trained(task, plan, 0);
  for (std::size_t t = 0; t < wide.loss.size(); ++t) EXPECT_LE(relative_error(narrow.loss[t], wide.loss[t]), 1e-3) << t;
  EXPECT_NE(narrow.loss, wide.loss);
}

TEST(Tasks, AreNamed) {
  EXPECT_EQ(train::task_named("spirals")->model.hidden, (std::vector<std::size_t>{64, 64}));
  EXPECT_EQ(train::task_named("spiral").error().message,
            "there is no task \"spiral\"; did you mean spirals? there is: spirals, digits, fashion-mnist, text");
}

TEST(TaskFields, SayEverythingOfATaskInText) {
  for (const train::TaskEntry& entry : train::tasks()) {
    train::Task again;
    again.name = entry.task.name;
    again.steps = entry.task.steps;
    again.loss.floor = entry.task.loss.floor;
    for (const train::TaskField& field : train::task_fields()) {
      const auto set = field.set(again, field.get(entry.task));
      EXPECT_TRUE(set) << field.name << ": " << set.error().message;
    }
    EXPECT_EQ(again, entry.task) << entry.task.name;
  }
}

TEST(TaskFields, RefuseWhatIsNoSuchValue) {
  const std::pair<const char*, const char*> cases[] = {
      {"hidden", "64,0"},    {"hidden", ""},       {"batch", "0"},       {"batch", "1.5"},
      {"dropout", "much"},   {"norm", "layers"},   {"optimizer", "adm"}, {"pre-norm", "true"},
      {"decay", "both"},     {"limit", "-1"},      {"loss", "hinge"},    {"precision", "16"},
      {"width", "1e99"},     {"accumulation", ""}, {"clip", "nan"},      {"batch", "1099511627776"},
      {"hidden", "64,1e15"}, {"blocks", "1e15"}};
  for (const auto& [name, text] : cases) {
    const auto field = std::find_if(train::task_fields().begin(), train::task_fields().end(),
                                    [name = name](const train::TaskField& f) { return f.name == name; });
    train::Task task;
    const auto set = field->set(task, text);
    ASSERT_FALSE(set) << name << " = " << text;
    EXPECT_NE(set.error().message.find(text), std::string::npos) << set.error().message;
    EXPECT_EQ(task, train::Task{}) << name;
  }
}

TEST(TaskFields, SayWhereATaskDoesNotReadThem) {
  const struct {
    const char *name, *optimizer, *model, *says;
  } cases[] = {
      {"momentum", "sgd", "mlp",
       "sgd does not read it; leave it out, or type an --optimizer that does: momentum, nesterov, schedule-free-sgd"},
      {"momentum", "nesterov", "mlp", ""},
      {"beta1", "momentum", "mlp", "adam, adamw, adam-l2, lion, schedule-free-adamw"},
      {"beta2", "lion", "mlp", ""},
      {"epsilon", "lion", "mlp", "lion does not read it"},
      {"weight-decay", "adam", "mlp", "adam does not read it"},
      {"decay", "sgd", "mlp", "adamw"},
      {"bias-correction", "schedule-free-adamw", "mlp", ""},
      {"own-warmup", "adamw", "mlp", "schedule-free-sgd, schedule-free-adamw"},
      {"hidden", "sgd", "transformer", "--model mlp"},
      {"norm", "sgd", "transformer", "--model mlp"},
      {"norm", "sgd", "mlp", ""},
      {"width", "sgd", "mlp", "--model transformer"},
      {"blocks", "sgd", "transformer", ""},
      {"context", "sgd", "mlp", "--model transformer"},
      {"limit", "sgd", "mlp", "per_class=50"},
      {"init-sd", "sgd", "mlp", "--init normal"},
      {"init-sd", "sgd", "transformer", ""}};
  for (const auto& c : cases) {
    train::Task task;
    const auto field = [](const char* name) {
      return *std::find_if(train::task_fields().begin(), train::task_fields().end(),
                           [&](const train::TaskField& f) { return f.name == name; });
    };
    ASSERT_TRUE(field("optimizer").set(task, c.optimizer));
    ASSERT_TRUE(field("model").set(task, c.model));
    const std::string why = field(c.name).unread(task);
    EXPECT_EQ(why.empty(), *c.says == 0) << c.name << ": " << why;
    EXPECT_NE(why.find(c.says), std::string::npos) << c.name << ": " << why;
  }
}

TEST(ParallelFor, DoesEachOnce) {
  for (const unsigned threads : {0u, 1u, 3u, 64u}) {
    std::vector<std::atomic<int>> done(100);
    parallel_for(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    for (const auto& count : done) EXPECT_EQ(count, 1);
  }
  parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

}  // namespace
}  // namespace etude::study
