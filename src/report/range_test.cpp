#include <gtest/gtest.h>

#include <cmath>

#include "etude/report/range.h"

namespace etude::report {
namespace {

RangeTest small_range_test() {
  RangeTest range;
  range.task = "spirals";
  range.backward = "corrected";
  range.lr = {1e-4, 5e-4, 0.001, 0.05, 0.2, 1};
  range.loss = {1.1, 1.09, 1.05, 0.5, 0.25, 9};
  range.smoothed = {1.1, 1.095, 1.07, 0.8, 0.6, 3};
  range.suggested = 0.05;
  range.stopped_at = 5;
  return range;
}

TEST(RangeTable, ShowsTheTurningPoints) {
  EXPECT_EQ(draw_table(range_table(small_range_test()), 80),
            "               Step     lr    Loss  Smoothed\n"
            "────────────────────────────────────────────\n"
            "start             0   1e-4  1.1000    1.1000\n"
            "                  2  0.001  1.0500    1.0700\n"
            "steepest fall     3   0.05  0.5000    0.8000\n"
            "lowest            4    0.2  0.2500    0.6000\n"
            "stop              5      1  9.0000    3.0000\n"
            "\n"
            "Suggested rate: 0.05, where the smoothed loss falls fastest against log10 of the\n"
            "rate.\n"
            "It stopped at step 5, where the loss exceeded 4 times its best or was not\n"
            "finite.\n");
}

TEST(RangeTable, SurvivesASweepThatFoundNothing) {
  const Table table = range_table(RangeTest{});
  EXPECT_TRUE(table.rows.empty());
  EXPECT_EQ(table.notes[0], "No rate is suggested: the smoothed loss never falls.");
  RangeTest one = small_range_test();
  one.lr.resize(1);
  one.suggested = {};
  one.stopped_at = {};
  EXPECT_EQ(range_table(one).rows.size(), 1u);
}

TEST(RangeCsv, HasEveryStep) {
  RangeTest range = small_range_test();
  range.loss[5] = std::nan("");
  EXPECT_EQ(
      range_csv(range),
      "step,lr,loss,smoothed\n0,1e-4,1.1,1.1\n1,5e-4,1.09,1.095\n2,0.001,1.05,1.07\n3,0.05,0.5,0.8\n4,0.2,0.25,0.6\n"
      "5,1,nan,3\n");
}

TEST(RangeJson, NamesItsFields) {
  const Json json = range_json(small_range_test());
  EXPECT_EQ(*json.find("task"), Json("spirals"));
  EXPECT_EQ(*json.find("backward"), Json("corrected"));
  EXPECT_EQ(*json.find("suggested"), Json(0.05));
  EXPECT_EQ(*json.find("stopped_at"), Json(5));
  EXPECT_EQ(*json.find("smoothed"), Json(small_range_test().smoothed));
  EXPECT_TRUE(range_json(RangeTest{}).find("suggested")->is_null());
  EXPECT_TRUE(range_json(RangeTest{}).find("stopped_at")->is_null());
}

TEST(RangeFigure, MarksTheSuggestion) {
  const Figure figure = range_figure(small_range_test());
  ASSERT_EQ(figure.lines.size(), 2u);
  EXPECT_EQ(figure.lines[0].y, small_range_test().loss);
  EXPECT_EQ(figure.lines[1].y, small_range_test().smoothed);
  EXPECT_TRUE(figure.x.is_log && figure.y.is_log);
  EXPECT_EQ(figure.marked_x, std::optional<double>(0.05));
  EXPECT_EQ(figure.mark_label, "suggested 0.05");
  EXPECT_FALSE(range_figure(RangeTest{}).marked_x.has_value());
}

RangeStudy two_seeds() {
  RangeStudy study{.task = "spirals", .shape = "exponential", .measure = "train", .from = 0.01, .to = 100, .steps = 3};
  study.sweeps = {
      {.seed = 4, .lr = {0.01, 1, 100}, .loss = {1.1, 0.5, std::nan("")}, .smoothed = {1.1, 0.8, std::nan("")}},
      {.seed = 5, .lr = {0.01, 1}, .loss = {1, 0.25}, .smoothed = {1, 0.5}}};
  study.sweeps[0].edge = 100;
  study.lr = {0.01, 1};
  study.mean = {1.05, 0.375};
  study.low = {1, 0.25};
  study.high = {1.1, 0.5};
  study.edge = {100, 50, 200};
  study.basin = {1, 0.5, 2};
  study.suggestion = {"basin", "the lowest", {1, 0.5, 2}, 2};
  study.rules = {study.suggestion, {"below-edge", "a fourth of the edge", {}, 1, "1 of 2 sweeps has no edge"}};
  study.notes = {"extended to 100"};
  return study;
}

TEST(RangeStudyTable, SuggestsWithAnIntervalOrSaysWhyNot) {
  RangeStudy study = two_seeds();
  EXPECT_EQ(range_table(study).rows,
            (std::vector<std::vector<std::string>>{
                {"edge", "100", "50 … 200"}, {"basin", "1", "0.5 … 2"}, {"suggestion", "1", "0.5 … 2"}}));
  EXPECT_EQ(range_table(study).notes,
            (std::vector<std::string>{"Suggested peak rate: 1 (rule basin: the lowest). Its 95 % interval, 0.5 … 2, is "
                                      "of what the rule gives from seed to seed, not of the best peak.",
                                      "Note: extended to 100."}));
  study.suggestion.rate = {1};
  EXPECT_EQ(range_table(study).notes[0],
            "Suggested peak rate: 1 (rule basin: the lowest). One seed gives no interval.");
  study.suggestion.refusal = "no seed exploded";
  EXPECT_EQ(range_table(study).notes[0], "No suggestion: no seed exploded.");
  EXPECT_EQ(range_table(study).rows.size(), 2u);
  EXPECT_EQ(range_table(RangeStudy{}).rows[0], (std::vector<std::string>{"edge", "–", "–"}));
}

TEST(RangeStudyTable, SaysThatShortRunsTunedTheRate) {
  RangeStudy study = two_seeds();
  study.suggestion.rate = {2, 1.5, 3};
  study.short_runs = ShortRuns{.steps = 200, .runs = 19, .from = 1, .tried = {{2, 5, 0, 0.25}}};
  EXPECT_EQ(range_table(study).notes[0],
            "Suggested peak rate: 2, the peak at which linear decays of 200 steps end lowest, tuned in 19 runs from 1 "
            "(rule basin: the lowest). Its 95 % interval, 1.5 … 3, is of runs of that length.");
  EXPECT_EQ(*range_json(study).find("short_runs")->find("from"), Json(1.0));
  study.short_runs->schedule = "constant(1)";
  EXPECT_TRUE(range_table(study).notes[0].starts_with(
      "Suggested peak rate: 2, the peak at which runs of 200 steps under constant(1) end lowest, tuned in 19 runs "));
}

Arm arm_at(double peak, double loss, int diverged) {
  Arm arm;
  arm.name = "linear";
  arm.peak = peak;
  arm.seeds = {7, 8, 9};
  arm.trials.resize(3);
  arm.diverged = diverged;
  arm.final_loss.median = loss;
  return arm;
}

/// The suggestion is 1, the tuned peak 2.
RangeStudy verified(int diverged, const std::vector<Pair>& pairs) {
  RangeStudy study = two_seeds();
  study.verified.emplace();
  study.verified->steps = 9;
  study.verified->arms = {arm_at(1, 0.5, diverged), arm_at(2, 0.25, 0)};
  study.verified->arms[1].peak_ci95 = {1.5, 2.5};
  study.verified->pairs = pairs;
  study.verified->trials = 25;
  return study;
}

TEST(RangeStudyTable, SaysWhatWasVerified) {
  EXPECT_EQ(
      range_table(verified(0, {})).notes[2],
      "Verified with linear, 9 steps: tuned from the suggestion in 19 runs, the best peak is 2, 95 % interval 1.5 "
      "… 2.5.");
  const Json json = range_json(verified(0, {}));
  EXPECT_EQ(*json.find("verified")->find("arms")->as<Json::Array>()->at(1).find("peak"), Json(2.0));
}

TEST(RangeStudyTable, MovesASuggestionOnlyWhereTheRunsTellThatItEndsHigher) {
  const auto pair = [](double difference, double p, double seeds) {
    Pair pair{.measure = "final_loss", .seeds = 3, .difference = difference};
    pair.p = pair.p_holm = p;
    pair.seeds_to_tell = seeds;
    return pair;
  };
  const struct {
    int diverged;
    std::vector<Pair> pairs;
    const char* says;
  } cases[] = {
      {0, {pair(0.25, 0.01, 4)}, "0.25 at 2: higher at the suggestion (p 0.01). Take 2 in its place."},
      {0, {pair(-0.25, 0.01, 4)}, "0.25 at 2: lower at the suggestion (p 0.01). The suggestion holds."},
      {0,
       {pair(0.25, 0.2, 12)},
       "no difference is detected (p 0.2); 12 seeds would tell, at 80 % power. The suggestion holds."},
      {0,
       {pair(0, 1, std::numeric_limits<double>::quiet_NaN())},
       "no difference is detected (p 1). The suggestion holds."},
      {0, {}, "0.25 at 2; one seed tells no difference."},
      {2,
       {pair(0.25, 0.2, 12)},
       "(2 of 3 diverged), loss 0.25 at 2. The suggestion does not hold. Take 2 in its place."},
  };
  for (const auto& each : cases) {
    const std::string note = range_table(verified(each.diverged, each.pairs)).notes.back();
    EXPECT_NE(note.find("On 3 other seeds: loss 0.5 at 1"), std::string::npos) << note;
    EXPECT_NE(note.find(each.says), std::string::npos) << note;
  }
  RangeStudy lost = verified(3, {});
  lost.verified->arms[1].diverged = 3;
  EXPECT_EQ(range_table(lost).notes.back(), "Most runs diverged there, too: nothing is verified.");
}

TEST(RangeStudyTable, HasARowForEveryRule) {
  EXPECT_EQ(range_rules_table(two_seeds()).rows,
            (std::vector<std::vector<std::string>>{{"basin", "1", "0.5 … 2", "2", "the lowest"},
                                                   {"below-edge", "no", "–", "1", "1 of 2 sweeps has no edge"}}));
}

TEST(RangeStudyCsv, HasEveryStepOfEverySeed) {
  EXPECT_EQ(
      range_csv(two_seeds()),
      "seed,step,lr,loss,smoothed\n4,0,0.01,1.1,1.1\n4,1,1,0.5,0.8\n4,2,100,nan,nan\n5,0,0.01,1,1\n5,1,1,0.25,0.5\n");
}

TEST(RangeStudyJson, HasNullsWhereThereIsNothing) {
  const Json json = range_json(two_seeds());
  EXPECT_EQ(*json.find("suggestion")->find("rate")->find("value"), Json(1.0));
  EXPECT_TRUE(json.find("suggestion")->find("refusal")->is_null());
  EXPECT_TRUE(json.find("rules")->as<Json::Array>()->at(1).find("rate")->find("value")->is_null());
  EXPECT_EQ(*json.find("edge")->find("ci95"), Json(Json::Array{50.0, 200.0}));
  EXPECT_EQ(*json.find("sweeps")->as<Json::Array>()->at(0).find("edge"), Json(100.0));
  EXPECT_TRUE(json.find("sweeps")->as<Json::Array>()->at(1).find("edge")->is_null());
  EXPECT_TRUE(json.find("group")->is_null() && json.find("verified")->is_null());
}

TEST(RangeStudyFigure, MarksASuggestionOnly) {
  RangeStudy study = two_seeds();
  EXPECT_EQ(range_figure(study).marked_x, std::optional<double>(1));
  ASSERT_EQ(range_figure(study).lines.size(), 3u);
  EXPECT_EQ(range_figure(study).lines[2].y, study.mean);
  study.suggestion.refusal = "no seed exploded";
  EXPECT_FALSE(range_figure(study).marked_x);
}

}  // namespace
}  // namespace etude::report
