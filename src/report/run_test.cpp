#include "etude/report/run.h"

#include <gtest/gtest.h>

#include <cmath>

namespace etude::report {
namespace {

Record run_of_five() {
  return {.first = 10,
          .lr = {0.1, 0.2, 0.3, 0.4, 0.5},
          .loss = {5, 4, 3, 2, 1},
          .diverged_at = std::nullopt,
          .heldout = {{15, 1.5, 0.25}},
          .measurements = {}};
}

const RunTitle title{"spirals", "constant(value=0.1)", "float64", 7, 15};

TEST(Run, CsvHasARowAStepAndOneForTheEnd) {
  EXPECT_EQ(run_csv(run_of_five()),
            "step,lr,loss,heldout_loss,heldout_accuracy\n10,0.1,5,,\n11,0.2,4,,\n12,0.3,3,,\n13,0.4,2,,\n14,0.5,1,,\n"
            "15,,,1.5,0.25\n");
}

TEST(Run, MeasuresAreColumnsAndTheTableShowsTheirSteps) {
  Record record = run_of_five();
  record.measurements = {{11, "trace", 8}, {11, "layer1.update_norm", 9}, {13, "trace", 7}};
  EXPECT_NE(run_csv(record).find("heldout_accuracy,trace,layer1.update_norm\n10,0.1,5,,,,\n11,0.2,4,,,8,9\n"),
            std::string::npos);
  const Table table = run_table(record);
  EXPECT_EQ(table.columns.back().title, "trace");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[1][0], "13");
}

TEST(Run, TableHasFirstAndLastStep) {
  for (const std::size_t rows : {2u, 3u, 12u}) {
    const Table table = run_table(run_of_five(), rows);
    EXPECT_EQ(table.rows.front()[0], "10");
    EXPECT_EQ(table.rows.back()[0], "15");
    EXPECT_EQ(table.rows.size(), std::min<std::size_t>(rows, 6));
  }
}

TEST(Run, DivergenceIsSaidWithItsStep) {
  Record record{.first = 0, .lr = {9}, .loss = {NAN}, .diverged_at = 0, .heldout = {}, .measurements = {}};
  EXPECT_NE(run_table(record).notes.at(0).find("at step 0"), std::string::npos);
  EXPECT_TRUE(run_figure(title, record).lines.at(0).diverged);
  EXPECT_EQ(*run_json(title, record).find("diverged_at"), Json(0));
}

TEST(Run, TheLossOfAllSamplesIsSaidWhereItWasMeasured) {
  Record record = run_of_five();
  EXPECT_TRUE(run_table(record).notes.empty());
  EXPECT_EQ(*run_json(title, record).find("trained_loss"), Json());
  record.trained_loss = 0.75;
  EXPECT_EQ(run_table(record).notes.at(0), "Training loss after the last update: 0.75.");
  EXPECT_EQ(*run_json(title, record).find("trained_loss"), Json(0.75));
  EXPECT_EQ(*run_json(title, record).find("final_loss"), Json(0.75));
}

TEST(Run, JsonHoldsEverything) {
  Record record = run_of_five();
  record.measurements = {{11, "trace", 8}, {13, "trace", 7}};
  const Json json = run_json(title, record);
  EXPECT_EQ(*json.find("seed"), Json(7));
  EXPECT_EQ(*json.find("first"), Json(10));
  EXPECT_EQ(json.find("loss")->as<Json::Array>()->size(), 5u);
  EXPECT_EQ(write_json(*json.find("measurements")->find("trace"), 0), "{\"step\": [11, 13], \"value\": [8, 7]}");
}

}  // namespace
}  // namespace etude::report
