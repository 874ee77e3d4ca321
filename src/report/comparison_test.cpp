#include "etude/report/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "etude/base/number.h"

namespace etude {
namespace {

Summary only(double value) {
  Summary summary;
  summary.median = summary.mean = value;
  return summary;
}

Outcome trial_of(std::vector<double> loss, std::optional<Step> diverged_at = {}) {
  Outcome trial;
  trial.curve.loss = std::move(loss);
  for (Step t = 0; t < static_cast<Step>(trial.curve.loss.size()); ++t) trial.curve.step.push_back(t);
  trial.diverged_at = diverged_at;
  return trial;
}

Arm arm_of(std::string name, std::vector<Outcome> trials, Summary final_loss) {
  Arm arm;
  arm.name = name;
  arm.schedule = name + "(0.1)";
  arm.backward = "corrected";
  arm.peak = 0.1;
  arm.sum_lr = 0.1501;
  arm.lr = {0.1, 0.05, 1e-4};
  for (std::size_t k = 0; k < trials.size(); ++k) arm.seeds.push_back(static_cast<std::uint32_t>(42 + k));
  for (const Outcome& trial : trials) arm.diverged += trial.diverged_at ? 1 : 0;
  arm.trials = std::move(trials);
  arm.final_loss = final_loss;
  arm.best_loss = only(0.25);
  arm.converged_at = only(2);
  return arm;
}

Comparison one_seed() {
  Arm gone = arm_of("constant", {trial_of({2, 9}, 2)}, Summary{});
  gone.converged_at = Summary{};
  return {"spirals", "float64", 3, {gone, arm_of("cosine", {trial_of({2, 1, 0.25})}, only(0.25))}};
}

Comparison as_published() {
  Comparison comparison = one_seed();
  comparison.arms[0].published = 1.0986;
  comparison.arms[0].section = "§1";
  comparison.arms[1].published = 0.0724;
  return comparison;
}

Comparison three_seeds() {
  Summary spread = only(0.5);
  spread.sd = 0.1;
  spread.ci95 = 0.25;
  Arm arm = arm_of("cosine, peak 0.1", {trial_of({3, 1, 0.5}), trial_of({1, 7}, 2), trial_of({2, 4, 1.5})}, spread);
  return {"spirals", "float32", 3, {arm}};
}

std::vector<std::string> titles(const Table& table) {
  std::vector<std::string> out;
  for (const Column& column : table.columns) out.push_back(column.title);
  return out;
}

TEST(ComparisonTable, OneSeed) {
  EXPECT_EQ(draw_table(comparison_table(one_seed()), 80),
            "Schedule   Final    Best  Converged @     Σlr  Diverged\n"
            "───────────────────────────────────────────────────────\n"
            "constant     nan  0.2500            -  0.1501    step 2\n"
            "cosine    0.2500  0.2500            2  0.1501         -\n"
            "\n"
            "Converged @ is the first step whose loss is within 5 % of the run's own best: it\n"
            "says little, since a run that hardly learns is there at once.\n");
}

TEST(ComparisonTable, SeveralSeeds) {
  const Table table = comparison_table(three_seeds());
  EXPECT_EQ(titles(table),
            (std::vector<std::string>{"Schedule", "Final", "±", "Best", "Converged @", "Σlr", "Diverged"}));
  EXPECT_EQ(table.rows, (std::vector<std::vector<std::string>>{
                            {"cosine, peak 0.1", "0.5000", "0.2500", "0.2500", "2", "0.1501", "1 of 3"}}));
  EXPECT_EQ(table.notes.size(), 2u);
  EXPECT_NE(table.notes[0].find("medians over the seeds"), std::string::npos);
}

TEST(ComparisonTable, AsPublished) {
  const Table table = comparison_table(as_published());
  EXPECT_EQ(titles(table), (std::vector<std::string>{"Schedule", "Backward", "Final", "Best", "Converged @", "Σlr",
                                                     "Diverged", "Printed", "Ratio"}));
  EXPECT_EQ(table.rows[0].back(), "-");
  EXPECT_EQ(table.rows[1], (std::vector<std::string>{"cosine", "corrected", "0.2500", "0.2500", "2", "0.1501", "-",
                                                     "0.0724", "3.45"}));
  ASSERT_EQ(table.notes.size(), 2u);
  EXPECT_NE(table.notes[0].find("the post's own code does not produce"), std::string::npos);
  EXPECT_NE(table.notes[1].find("as the post defines it"), std::string::npos);
}

TEST(ComparisonTable, NamesTheBackwardPassWhereItDiffers) {
  Comparison comparison = one_seed();
  EXPECT_EQ(comparison_table(comparison).columns[1].title, "Final");
  comparison.arms[0].backward = "as-written";
  const Table table = comparison_table(comparison);
  EXPECT_EQ(table.columns[1].title, "Backward");
  EXPECT_TRUE(table.columns[1].is_text);
  EXPECT_EQ(table.rows[0][1], "as-written");
  EXPECT_EQ(comparison_table({}).rows.size(), 0u);
}

TEST(ComparisonCsv, HasEveryNumberAtFullPrecision) {
  Comparison comparison = three_seeds();
  comparison.arms[0].trials[0].curve.loss[1] = 0.1 + 0.2;
  EXPECT_EQ(comparison_csv(comparison),
            "schedule,name,backward,seed,step,lr,loss\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,42,0,0.1,3\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,42,1,0.05,0.30000000000000004\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,42,2,1e-4,0.5\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,43,0,0.1,1\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,43,1,0.05,7\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,44,0,0.1,2\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,44,1,0.05,4\n"
            "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,44,2,1e-4,1.5\n");
}

TEST(ComparisonJson, NamesItsFields) {
  EXPECT_EQ(write_json(comparison_json(three_seeds())),
            R"json({
  "task": "spirals",
  "precision": "float32",
  "steps": 3,
  "arms": [
    {
      "name": "cosine, peak 0.1",
      "schedule": "cosine, peak 0.1(0.1)",
      "backward": "corrected",
      "peak": 0.1,
      "seeds": [42, 43, 44],
      "diverged": 1,
      "diverged_at": [
        null,
        2,
        null
      ],
      "sum_lr": 0.1501,
      "final_loss": {
        "median": 0.5,
        "mean": 0.5,
        "sd": 0.1,
        "ci95": 0.25
      },
      "best_loss": {
        "median": 0.25,
        "mean": 0.25,
        "sd": null,
        "ci95": null
      },
      "converged_at": {
        "median": 2,
        "mean": 2,
        "sd": null,
        "ci95": null
      }
    }
  ]
})json");
}

TEST(ComparisonJson, HasThePostsFigureOnlyWhereThereIsOne) {
  const Json plain = comparison_json(one_seed());
  const Json published = comparison_json(as_published());
  const auto arm = [](const Json& json, std::size_t i) { return json.find("arms")->as<Json::Array>()->at(i); };
  EXPECT_EQ(arm(plain, 0).find("published"), nullptr);
  EXPECT_EQ(arm(plain, 0).find("section"), nullptr);
  EXPECT_EQ(*arm(published, 0).find("section"), Json("§1"));
  EXPECT_EQ(*arm(published, 1).find("published"), Json(0.0724));
  EXPECT_EQ(*arm(published, 1).find("ratio"), Json(0.25 / 0.0724));
}

TEST(ComparisonFigure, IsTheMedianOfTheRunsStillFinite) {
  const Figure figure = comparison_figure(three_seeds());
  ASSERT_EQ(figure.lines.size(), 1u);
  EXPECT_EQ(figure.lines[0].x, (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(figure.lines[0].y, (std::vector<double>{2, 4, 1}));  // of 3 1 2; of 1 7 4; of 0.5 and 1.5
  EXPECT_FALSE(figure.lines[0].diverged);                        // two of its runs did not
  EXPECT_TRUE(figure.y.is_log);
  EXPECT_EQ(figure.title, "spirals: loss at each step, median of 3 seeds");
}

TEST(ComparisonFigure, EndsWhereEveryRunDiverged) {
  Comparison comparison = one_seed();
  comparison.arms[0].trials[0].curve.step.push_back(2);
  comparison.arms[0].trials[0].curve.loss.push_back(std::nan(""));  // whether or not the outcome keeps that loss
  const Figure figure = comparison_figure(comparison);
  EXPECT_EQ(figure.lines[0].y, (std::vector<double>{2, 9}));
  EXPECT_TRUE(figure.lines[0].diverged);
  EXPECT_FALSE(figure.lines[1].diverged);
}

TEST(ComparisonFigure, TwinsThatDifferInTheBackwardPassShareAHue) {
  Comparison comparison = one_seed();
  comparison.arms.push_back(comparison.arms[0]);
  comparison.arms[2].backward = "as-written";
  const Figure figure = comparison_figure(comparison);
  EXPECT_EQ(figure.lines[0].name, "constant (corrected)");
  EXPECT_EQ(figure.lines[2].name, "constant (as-written)");
  EXPECT_EQ(figure.lines[2].hue_of, std::optional<std::size_t>(0));
  EXPECT_FALSE(figure.lines[1].hue_of.has_value());
  EXPECT_EQ(comparison_figure(one_seed()).lines[0].name, "constant");
  EXPECT_TRUE(comparison_figure({}).lines.empty());
}

}  // namespace
}  // namespace etude
