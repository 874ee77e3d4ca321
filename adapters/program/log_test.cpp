#include "adapters/program/log.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/schedule/kinds.h"

namespace etude::program {
namespace {

const Schedule half = *constant({.value = 0.5});

TEST(Log, IsReadByItsHeading) {
  struct Case {
    std::string text;
    std::vector<Step> step;
    std::vector<double> loss;
    double heldout = NAN;
    bool is_cut = false;
  };
  const std::vector<Case> cases{
      {"step,loss\n0,1\n1,0.5\n", {0, 1}, {1, 0.5}},
      {"step,loss\n0,1\n1,0.5", {0, 1}, {1, 0.5}},
      {"step,loss\n0,1\n1,0.5", {0}, {1}, NAN, true},
      {"step,loss\r\n0,1\r\n3,0.5\r\n\r\n", {0, 3}, {1, 0.5}},
      {"loss, time, step\n 1 , later , 0\n2e-3,,3\n", {0, 3}, {1, 0.002}},
      {"step,loss,heldout\n0,1,\n2,0.5,0.7\n4,,0.75\n", {0, 2}, {1, 0.5}, 0.75},
      {"step,loss,heldout\n0,1,0.7\n3,0.5,nan\n", {0, 3}, {1, 0.5}},
      {"\xef\xbb\xbfstep,loss\n0,1\n", {0}, {1}},
      {"step,lr,loss\n0,0.5,1\n1,0.50000049,2\n2,,3\n4,9,4\n", {0, 1, 2}, {1, 2, 3}},
  };
  for (const Case& each : cases) {
    const auto log = read_trainer_log(each.text, 4, half, each.is_cut);
    ASSERT_TRUE(log) << each.text << log.error().message;
    EXPECT_EQ(log->step, each.step) << each.text;
    EXPECT_EQ(log->loss, each.loss) << each.text;
    EXPECT_FALSE(log->diverged_at);
    EXPECT_TRUE(log->heldout_loss == each.heldout || (std::isnan(log->heldout_loss) && std::isnan(each.heldout)))
        << each.text << log->heldout_loss;
  }
}

TEST(Log, EndsWhereItsLossIsNotFinite) {
  for (const std::string word : {"nan", "NaN", "inf", "-inf", "1e999", "Infinity", "-Infinity", "-nan(ind)"}) {
    const auto log = read_trainer_log("step,loss\n0,1\n2," + word + "\nrubbish\n", 9, half, false);
    ASSERT_TRUE(log) << word;
    EXPECT_EQ(log->diverged_at, 2) << word;
    EXPECT_EQ(log->step, (std::vector<Step>{0, 2}));
    const Outcome outcome = outcome_of(*log, 9, 9);
    EXPECT_EQ(outcome.diverged_at, 2);
    EXPECT_EQ(outcome.failure, "");
    EXPECT_TRUE(std::isnan(outcome.final_loss));
    EXPECT_EQ(outcome.best_loss, 1);
    EXPECT_EQ(outcome.steps, 3);
  }
}

TEST(Log, IsRefusedWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "its log is empty"},
      {"\n\n", "its log is empty"},
      {"step,loss\n", "its log has no loss"},
      {"step,loss,heldout\n0,,1\n", "its log has no loss"},
      {"0,1\n", "the first line of its log must name the columns, as step,loss does, and is \"0,1\""},
      {"step,heldout\n0,1\n",
       "the first line of its log must name the columns, as step,loss does, and is \"step,heldout\""},
      {"\xff\xfes\0t\0", "its log is UTF-16; write it as UTF-8"},
      {"step,loss,loss\n", "its log has two columns loss"},
      {"step,loss\n0,1\n1\n", "line 3 of its log: the heading has 2 cells and this line 1"},
      {"step,loss\n0,1,\n", "line 2 of its log: the heading has 2 cells and this line 3"},
      {"step,loss\n0.5,1\n", "line 2 of its log: \"0.5\" is no step"},
      {"step,loss\n-1,1\n", "line 2 of its log: step -1 lies outside of 0 ... 4"},
      {"step,loss\n5,1\n", "line 2 of its log: step 5 lies outside of 0 ... 4"},
      {"step,loss\n\n1,1\n1,1\n", "line 4 of its log: step 1 follows step 1; steps must grow"},
      {"step,loss\n0,banana\n", "line 2 of its log: \"banana\" is no loss"},
      {"step,loss\n0,\n", "line 2 of its log: there is no loss"},
      {"step,loss,heldout\n0,1,x\n", "line 2 of its log: \"x\" is no held-out loss"},
      {"step,loss,lr\n0,1,x\n", "line 2 of its log: \"x\" is no rate"},
      {"step,loss,lr\n0,1,0.5\n1,1,0.500001\n",
       "it ignores its schedule: at step 1 its lr was 0.500001, and the schedule's is 0.5"},
      {"step,loss,lr\n0,1,nan\n", "it ignores its schedule: at step 0 its lr was nan, and the schedule's is 0.5"},
      {std::string("step,loss\n0,\0\x1b\n", 15), "line 2 of its log: \"\\x00\\x1b\" is no loss"},
  };
  for (const auto& [text, message] : cases) {
    const auto log = read_trainer_log(text, 4, half, false);
    ASSERT_FALSE(log) << text;
    EXPECT_EQ(log.error().message, message);
  }
}

TEST(Log, BecomesAnOutcome) {
  const auto log = read_trainer_log("step,loss,heldout\n0,4,\n2,1,\n5,1.04,\n8,1.02,\n9,2,3\n", 10, half, false);
  ASSERT_TRUE(log);
  const Outcome outcome = outcome_of(*log, 10, 3);
  EXPECT_EQ(outcome.final_loss, 2);
  EXPECT_EQ(outcome.tail_loss, 1.51);
  EXPECT_EQ(outcome.best_loss, 1);
  EXPECT_EQ(outcome.heldout_loss, 3);
  EXPECT_EQ(outcome.converged_at, 2);
  EXPECT_EQ(outcome.steps, 10);
  EXPECT_EQ(outcome.curve.step, (std::vector<Step>{0, 5, 9}));
  EXPECT_EQ(outcome.curve.loss, (std::vector<double>{4, 1.04, 2}));
  EXPECT_EQ(outcome_of(*log, 10, 99).curve.loss, (std::vector<double>{4, 4, 1, 1, 1, 1.04, 1.04, 1.04, 1.02, 2}));
  EXPECT_EQ(outcome_of(*log, 10, 1).curve.step, std::vector<Step>{9});
  EXPECT_TRUE(outcome_of(*log, 10, 0).curve.step.empty());
  EXPECT_EQ(outcome_of(*log, 11, 0).failure, "its log ends at step 9 of 11");
  EXPECT_TRUE(std::isnan(outcome_of(*log, 11, 0).final_loss));
}

/// "accuracy 0.5 0.25 0.75": last, lowest and highest.
std::string metrics_of(const std::string& text) {
  const auto log = read_trainer_log(text, 4, half, false);
  if (!log) return log.error().message;
  std::string all;
  for (const Metric& m : outcome_of(*log, 4, 0).metrics)
    all += m.name + " " + shortest(m.last) + " " + shortest(m.lowest) + " " + shortest(m.highest) + ";";
  return all;
}

TEST(Log, HasAMetricInEveryOtherColumnOfNumbers) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"step,loss,accuracy\n0,1,0.25\n2,1,0.75\n3,1,0.5\n", "accuracy 0.5 0.25 0.75;"},
      {"f1,step,loss,phase\n,0,1,train\n-1,3,1,test\n", "f1 -1 -1 -1;"},
      {"step,loss,accuracy\n0,1,\n3,1,\n4,,0.5\n", "accuracy 0.5 0.5 0.5;"},
      {"step,loss,a,b\n0,1,5,\n3,1,nan,x\n", "a nan 5 5;"},
      {"step,loss,none\n3,1,\n", ""},
      {"step,loss,\x1b[1m\n3,1,2\n", "\\x1b[1m 2 2 2;"},
      {"step,loss,\\x1b,\x1b\n3,1,2,3\n", "\\x1b 2 2 2;"},
      {"step,loss,phase\n2,1,a\n3,,b\n", "line 3 of its log: there is no loss"},
      {"step,loss,a\n2,1,5\n3,nan,6\n", ""},
  };
  for (const auto& [text, found] : cases) EXPECT_EQ(metrics_of(text), found) << text;
}

TEST(Log, MayHaveALossAfterTheLastUpdate) {
  const auto log = read_trainer_log("step,loss\n1,4\n2,1\n4,0.5\n", 4, half, false);
  ASSERT_TRUE(log);
  const Outcome outcome = outcome_of(*log, 4, 9);
  EXPECT_EQ(outcome.final_loss, 0.5);
  EXPECT_EQ(outcome.tail_loss, 1);
  EXPECT_EQ(outcome.best_loss, 1);
  EXPECT_EQ(outcome.steps, 4);
  EXPECT_EQ(outcome.curve.loss, (std::vector<double>{4, 4, 1, 1}));
  const auto diverged = read_trainer_log("step,loss\n1,4\n4,nan\n", 4, half, false);
  ASSERT_TRUE(diverged);
  EXPECT_EQ(outcome_of(*diverged, 4, 9).diverged_at, 4);
  EXPECT_EQ(outcome_of(*diverged, 4, 9).steps, 4);
}

TEST(Output, IsQuotedByItsLastLines) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},
      {"\n \r\n", ""},
      {"a\n\nb\nc\nd\n", "\"b\" \"c\" \"d\""},
      {"\x1b[1m\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xff\xc3",
       "\"\\x1b[1m\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\\xff\\xc3\""},
      {"\xc2\x85\xc0\x80\xed\xa0\x80", "\"\\xc2\\x85\\xc0\\x80\\xed\\xa0\\x80\""},
      {std::string(299, 'x') + "\nab", "\"..." + std::string(298, 'x') + "\" \"ab\""},
      {"b\n" + std::string(300, 'x'), "\"" + std::string(300, 'x') + "\""},
  };
  for (const auto& [output, lines] : cases) EXPECT_EQ(last_lines(output), lines);
}

}  // namespace
}  // namespace etude::program
