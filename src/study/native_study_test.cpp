// Studies with etude's own engine, the post's among them.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "etude/notation/notation.h"
#include "etude/study/native_runner.h"
#include "etude/study/study.h"
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
  return *compare(contenders, native_runner(prepared, {.threads = threads}), options);
}

class Published : public ::testing::Test {
 protected:
  static const Comparison& comparison() {
    static const Comparison all = compared(post().task, post().contenders());
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
    EXPECT_EQ(arm.reported->final_loss, number(row[6])) << row[0];
    EXPECT_EQ(arm.reported->place.substr(0, 2), row[1].substr(0, 2)) << row[0];
  }
}

Contender contender(const char* spec, train::Backward backward = train::Backward::corrected) {
  return {spec, *notation::parse_plan(spec), backward};
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

}  // namespace
}  // namespace etude::study
