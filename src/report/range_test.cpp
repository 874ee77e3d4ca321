#include <gtest/gtest.h>

#include <cmath>

#include "etude/report/range.h"

namespace etude {
namespace {

RangeTest small() {
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
  EXPECT_EQ(draw_table(range_table(small()), 80),
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
  RangeTest one = small();
  one.lr.resize(1);
  one.suggested = {};
  one.stopped_at = {};
  EXPECT_EQ(range_table(one).rows.size(), 1u);
}

TEST(RangeCsv, HasEveryStep) {
  RangeTest range = small();
  range.loss[5] = std::nan("");
  EXPECT_EQ(
      range_csv(range),
      "step,lr,loss,smoothed\n0,1e-4,1.1,1.1\n1,5e-4,1.09,1.095\n2,0.001,1.05,1.07\n3,0.05,0.5,0.8\n4,0.2,0.25,0.6\n"
      "5,1,nan,3\n");
}

TEST(RangeJson, NamesItsFields) {
  const Json json = range_json(small());
  EXPECT_EQ(*json.find("task"), Json("spirals"));
  EXPECT_EQ(*json.find("backward"), Json("corrected"));
  EXPECT_EQ(*json.find("suggested"), Json(0.05));
  EXPECT_EQ(*json.find("stopped_at"), Json(5));
  EXPECT_EQ(*json.find("smoothed"), Json(small().smoothed));
  EXPECT_TRUE(range_json(RangeTest{}).find("suggested")->is_null());
  EXPECT_TRUE(range_json(RangeTest{}).find("stopped_at")->is_null());
}

TEST(RangeFigure, MarksTheSuggestion) {
  const Figure figure = range_figure(small());
  ASSERT_EQ(figure.lines.size(), 2u);
  EXPECT_EQ(figure.lines[0].y, small().loss);
  EXPECT_EQ(figure.lines[1].y, small().smoothed);
  EXPECT_TRUE(figure.x.is_log && figure.y.is_log);
  EXPECT_EQ(figure.marked_x, std::optional<double>(0.05));
  EXPECT_EQ(figure.mark_label, "suggested 0.05");
  EXPECT_FALSE(range_figure(RangeTest{}).marked_x.has_value());
}

}  // namespace
}  // namespace etude
