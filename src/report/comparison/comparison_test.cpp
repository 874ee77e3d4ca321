#include "etude/report/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "etude/base/number.h"
#include "report/comparison/arms.h"
#include "report/text.h"
#include "support/sample_comparisons.h"

namespace etude::report {
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
  comparison.source = {.figures = "the final loss that the post prints, which the post's own code does not produce",
                       .convergence = "as the post defines it"};
  comparison.arms[0].reported = {"§1", 1.0986};
  comparison.arms[1].reported = {"", 0.0724};
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

Comparison with_metrics() {
  Comparison comparison = three_seeds();
  Arm& arm = comparison.arms[0];
  arm.trials[0].metrics = {{"accuracy", 0.1 + 0.2, 0.1, 0.5}, {"f1", kNaN, 2, 3}};
  arm.metrics = {{"accuracy", 1, only(0.3), only(0.1), only(0.5)}, {"f1", 0, {}, {}, {}}};
  arm.metrics[0].last.ci95 = 0.01234;
  comparison.arms.push_back(arm_of("linear", {trial_of({1})}, only(1)));
  return comparison;
}

TEST(ComparisonTable, HasTheMetricsThatATrainerLogged) {
  const Table table = comparison_table(with_metrics());
  EXPECT_EQ(titles(table), (std::vector<std::string>{"Schedule", "Final", "±", "Best", "Converged @", "Σlr", "Diverged",
                                                     "accuracy", "±", "f1", "±"}));
  const auto cells = [&](std::size_t row) { return std::vector(table.rows[row].begin() + 7, table.rows[row].end()); };
  EXPECT_EQ(cells(0), (std::vector<std::string>{"0.3", "0.01234", "-", "-"}));
  EXPECT_EQ(cells(1), (std::vector<std::string>{"-", "-", "-", "-"}));
  EXPECT_EQ(table.notes[1],
            "accuracy, f1 are what the trainer logged of them last: the median over the seeds, ± as of the losses; "
            "nothing is tested on them.");
}

TEST(ComparisonTrialsCsv, HasTheMetricsThatATrainerLogged) {
  const std::string text = comparison_trials_csv(with_metrics());
  EXPECT_NE(text.find(",failure,accuracy,accuracy.lowest,accuracy.highest,f1,f1.lowest,f1.highest\n"),
            std::string::npos);
  EXPECT_NE(text.find(",0.30000000000000004,0.1,0.5,,2,3\n"), std::string::npos) << text;
  EXPECT_NE(text.find(",,,,,,\n"), std::string::npos);
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
  Comparison comparison = three_seeds();
  comparison.trials = 3;
  comparison.arms[0].trials[0].final_loss = 0.5;
  EXPECT_EQ(write_json(comparison_json(comparison)),
            R"json({
  "task": "spirals",
  "precision": "float32",
  "steps": 3,
  "seeds": 3,
  "trials": 3,
  "work": {
    "asked": 0,
    "trained": 0
  },
  "arms": [
    {
      "name": "cosine, peak 0.1",
      "schedule": "cosine, peak 0.1(0.1)",
      "backward": "corrected",
      "peak": 0.1,
      "seeds": [42, 43, 44],
      "diverged": 1,
      "failed": 0,
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
      },
      "trials": [
        {
          "seed": 42,
          "final_loss": 0.5,
          "tail_loss": null,
          "best_loss": null,
          "heldout_loss": null,
          "heldout_accuracy": null,
          "converged_at": null,
          "diverged_at": null,
          "steps": 0
        },
        {
          "seed": 43,
          "final_loss": null,
          "tail_loss": null,
          "best_loss": null,
          "heldout_loss": null,
          "heldout_accuracy": null,
          "converged_at": null,
          "diverged_at": 2,
          "steps": 0
        },
        {
          "seed": 44,
          "final_loss": null,
          "tail_loss": null,
          "best_loss": null,
          "heldout_loss": null,
          "heldout_accuracy": null,
          "converged_at": null,
          "diverged_at": null,
          "steps": 0
        }
      ]
    }
  ],
  "pairs": [],
  "findings": [
    "cosine, peak 0.1 ends at 0.5 (median of 3 seeds)."
  ],
  "winner": null
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

std::vector<std::string> column(const Table& table, const std::string& title) {
  const std::vector<std::string> all = titles(table);
  const auto at = static_cast<std::size_t>(std::find(all.begin(), all.end(), title) - all.begin());
  std::vector<std::string> out;
  for (const auto& row : table.rows) out.push_back(at < row.size() ? row[at] : "");
  return out;
}

bool has_note(const Table& table, const std::string& part) {
  return std::any_of(table.notes.begin(), table.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

TEST(ComparisonTable, OfATunedStudyHasPeaksAndControlsUnderTheirArms) {
  Comparison study = made_up_study(4, 20);
  study.arms[2].at_end = true;
  study.arms[2].peak = study.arms[2].tuning.back().peak;
  const Table table = comparison_table(study);
  EXPECT_EQ(titles(table),
            (std::vector<std::string>{"Schedule", "Peak", "Final", "±", "Held-out", "Best", "Σlr", "Diverged"}));
  EXPECT_EQ(column(table, "Schedule"),
            (std::vector<std::string>{"constant", "cosine", "  cosine control", "linear", "step", "  step control"}));
  EXPECT_EQ(column(table, "Peak")[1], "0.32");
  EXPECT_TRUE(has_note(table, "Peak is where tuning put each schedule, by final loss on 6 other seeds"));
  EXPECT_TRUE(has_note(table, "Trained 234,567 of 345,000 updates"));
  EXPECT_TRUE(has_note(table, "The peak of linear, 1.81, is at the end of what may be tried"));
  EXPECT_FALSE(has_note(table, "The peak of cosine"));
  EXPECT_FALSE(has_note(table, "Converged"));
}

TEST(ComparisonTable, SaysHowSureThePeaksAre) {
  Comparison study = made_up_study(3, 20);
  for (const std::size_t i : contenders(study)) study.arms[i].peak_ci95 = {0.25, 0.5};
  EXPECT_TRUE(has_note(comparison_table(study),
                       "95 % intervals of the peaks: constant 0.25 … 0.5, cosine 0.25 … 0.5, linear 0.25 … 0.5. Where "
                       "they overlap, peaks cannot be told apart."));
}

TEST(ComparisonTable, CountsFailures) {
  Comparison study = made_up_study(2, 5);
  EXPECT_EQ(column(comparison_table(study), "Failed")[0], "");
  study.arms[1].failed = 2;
  EXPECT_EQ(column(comparison_table(study), "Failed"), (std::vector<std::string>{"-", "2 of 5", "-"}));
}

TEST(ComparisonTable, FitsATerminal) {
  for (const Awkward& awkward : awkward_comparisons()) {
    if (awkward.name == "hostile") continue;  // its columns of text alone pass 80
    for (const Table& table : {comparison_table(awkward.comparison), pairs_table(awkward.comparison)}) {
      const std::string drawn = draw_table(table, 80);
      for (std::size_t from = 0; from < drawn.size(); from = drawn.find('\n', from) + 1) {
        const std::string line = drawn.substr(from, drawn.find('\n', from) - from);
        EXPECT_LE(display_width(line), 80u) << awkward.name << ": " << line;
      }
    }
  }
}

Comparison three_arms() {
  Comparison comparison = made_up_study(3, 10);
  comparison.pairs.clear();
  const auto add = [&](std::size_t a, std::size_t b, const char* measure, double difference, double p_holm) {
    comparison.pairs.push_back({a, b, measure, 10, difference, 0.0125, difference / 0.02, p_holm / 3, p_holm});
  };
  const double best[] = {0.5, 0.25, 0.75, 0.6};
  for (std::size_t i = 0; i < 4; ++i) comparison.arms[i].final_loss.median = best[i];
  add(0, 1, "final_loss", 0.25, 0.0001);
  add(2, 0, "final_loss", 0.25, 0.2);
  add(1, 2, "final_loss", -0.5, 1e-9);
  add(1, 3, "final_loss", -0.35, 0.04);
  return comparison;
}

TEST(PairsTable, HoldsTheBestArmAgainstTheOthersAndArmsAgainstTheirControls) {
  EXPECT_EQ(draw_table(pairs_table(three_arms()), 80).substr(0, 560),
            draw_table({pairs_table(three_arms()).columns,
                        {{"Final, cosine −"},
                         {"  constant", "−0.2500", "0.0125", "−12.50", "1e-4", "lower"},
                         {"  linear", "−0.5000", "0.0125", "−25.00", "<1e-4", "lower"},
                         {"Final, schedule − its control"},
                         {"  cosine", "−0.3500", "0.0125", "−17.50", "0.04", "lower"}},
                        pairs_table(three_arms()).notes},
                       80)
                .substr(0, 560));
}

TEST(PairsTable, SaysWhatAnIntervalSays) {
  Comparison comparison = three_arms();
  comparison.pairs[0].difference = -0.5;  // constant against cosine, turned round
  comparison.pairs[2].p_holm = 0.051;
  comparison.pairs[3].p_holm = std::nan("");
  EXPECT_EQ(column(pairs_table(comparison), "Verdict"),
            (std::vector<std::string>{"", "higher", "no difference detected", "", "not tested"}));
  comparison.pairs.clear();
  EXPECT_TRUE(pairs_table(comparison).rows.empty());
  EXPECT_TRUE(pairs_table({}).rows.empty());
}

TEST(PairsTable, SaysWhereHeldOutDataRankOtherwise) {
  Comparison comparison = three_arms();
  for (Arm& arm : comparison.arms) arm.heldout_loss.median = 0.9;
  comparison.arms[1].heldout_loss.median = 0.8;
  EXPECT_FALSE(has_note(pairs_table(comparison), "flips"));
  comparison.arms[2].heldout_loss.median = 0.7;
  comparison.pairs.push_back({1, 2, "heldout_loss", 10, 0.1, 0.01, 2, 0.001, 0.003});
  const Table table = pairs_table(comparison);
  EXPECT_TRUE(has_note(table, "The ranking flips: by final loss cosine is below linear, by held-out loss above it"));
  EXPECT_TRUE(has_note(table, "1 pair differs one way by final loss and the other way by held-out loss"));
  EXPECT_EQ(table.rows.back()[0], "  linear");
  EXPECT_EQ(table.rows.back().back(), "higher");
  comparison.pairs.back().p_holm = 0.06;
  EXPECT_FALSE(has_note(pairs_table(comparison), "flips"));
}

TEST(ComparisonFinding, NamesWhoIsLowestWhereThePairsTellIt) {
  Comparison comparison = three_arms();
  for (Arm& arm : comparison.arms) arm.heldout_loss = Summary{};
  EXPECT_EQ(comparison_finding(comparison),
            "cosine at its tuned peak 0.32 ends lowest by final loss: 0.25 (median of 10 seeds), 50 % below constant. "
            "cosine ends lower than the constant with the same sum of rates.");
  EXPECT_EQ(winner_of(comparison), std::optional<std::size_t>(1));
  const Json json = comparison_json(comparison, {{"to", "torch"}});
  EXPECT_EQ(json.find("findings")->as<Json::Array>()->size(), 2u);
  EXPECT_EQ(*json.find("findings")->as<Json::Array>()->at(1).as<std::string>(),
            "cosine ends lower than the constant with the same sum of rates.");
  const Arm& arm = comparison.arms[1];
  EXPECT_EQ(
      *json.find("winner"),
      Json(Json::Object{{"arm", 1}, {"name", arm.name}, {"schedule", arm.schedule}, {"peak", 0.32}, {"to", "torch"}}));
}

TEST(ComparisonFinding, SaysFromWhomTheFirstCannotBeTold) {
  Comparison comparison = three_arms();
  for (Arm& arm : comparison.arms) arm.heldout_loss = Summary{};
  comparison.pairs[0].p_holm = 0.3;
  comparison.pairs[3].p_holm = 0.06;
  EXPECT_EQ(comparison_finding(comparison),
            "cosine at its tuned peak 0.32 ends at a final loss of 0.25 (median of 10 seeds), below 1 of the 2 others; "
            "from the other it cannot be told. No schedule can be told from the constant with the same sum of rates.");
  EXPECT_FALSE(winner_of(comparison));
}

TEST(ComparisonFinding, NamesNobodyWhereNothingIsDetected) {
  EXPECT_EQ(comparison_finding({}), "Nothing was compared.");
  EXPECT_EQ(comparison_finding(one_seed()), "cosine ends at 0.25. 1 schedule has no loss at all.");
  Comparison comparison = made_up_study(2, 1);
  comparison.pairs.clear();
  EXPECT_EQ(comparison_finding(comparison).find("One seed tells no difference from chance: of 2 schedules the"), 0u);
  EXPECT_FALSE(winner_of(comparison));
  comparison = three_arms();
  for (Arm& arm : comparison.arms) arm.heldout_loss = Summary{};
  for (Pair& pair : comparison.pairs) pair.p_holm = 0.5;
  EXPECT_EQ(comparison_finding(comparison),
            "No difference in final loss is detected between the 3 schedules; medians of 10 seeds are 0.25 to 0.75. No "
            "schedule can be told from the constant with the same sum of rates.");
  EXPECT_FALSE(winner_of(comparison));
}

TEST(ComparisonFinding, SaysHowManySeedsWouldTellWhatIsNotDetected) {
  Comparison comparison = made_up_study(2, 10);
  for (Arm& arm : comparison.arms) arm.heldout_loss = Summary{};
  for (Pair& pair : comparison.pairs) pair.p_holm = 0.5, pair.seeds_to_tell = 57;
  EXPECT_NE(comparison_finding(comparison).find("; the largest effect seen would take 57 seeds to tell at 80 % power."),
            std::string::npos);
}

TEST(ComparisonFinding, AnArmThatMostlyDivergedLeadsNobody) {
  Comparison comparison = three_arms();
  for (std::size_t k = 0; k < 6; ++k) comparison.arms[1].trials[k].diverged_at = 3;
  EXPECT_EQ(comparison_finding(comparison)
                .find("By final loss no schedule can be told from all others, though 2 of 3 "
                      "pairs differ; medians of 10 seeds are 0.25 to 0.75."),
            0u);
  EXPECT_FALSE(winner_of(comparison));
}

TEST(ComparisonFinding, IsByTheLossOnWhichPeaksWereTunedAndThenByTheOther) {
  Comparison comparison = three_arms();
  comparison.tuned_on = "heldout_loss";
  for (Arm& arm : comparison.arms) arm.heldout_loss.median = 0.9;
  comparison.arms[2].heldout_loss.median = 0.7;
  comparison.pairs.push_back({0, 2, "heldout_loss", 10, 0.2, 0.01, 2, 0.001, 0.003});
  comparison.pairs.push_back({1, 2, "heldout_loss", 10, 0.2, 0.01, 2, 0.001, 0.003});
  EXPECT_EQ(
      comparison_finding(comparison),
      "linear at its tuned peak 0.32 ends lowest by held-out loss: 0.7 (median of 10 seeds), 22 % below constant. "
      "cosine at its tuned peak 0.32 ends lowest by final loss: 0.25 (median of 10 seeds), 50 % below constant.");
  EXPECT_EQ(winner_of(comparison), std::optional<std::size_t>(2));
}

TEST(ComparisonFinding, SaysWhereBothLossesHaveTheSameLowest) {
  Comparison comparison = three_arms();
  for (Arm& arm : comparison.arms) arm.heldout_loss.median = 0.9;
  comparison.arms[1].heldout_loss.median = 0.5;
  for (const std::size_t other : {std::size_t{0}, std::size_t{2}})
    comparison.pairs.push_back({1, other, "heldout_loss", 10, -0.4, 0.01, 2, 0.001, 0.003});
  EXPECT_NE(comparison_finding(comparison).find(" By held-out loss it ends lowest, too: 0.5."), std::string::npos);
}

TEST(ComparisonTrialsCsv, HasARowForEachTrialAndNothingWhereThereIsNoValue) {
  Comparison comparison = three_seeds();
  comparison.arms[0].trials[0].final_loss = 0.1 + 0.2;
  comparison.arms[0].trials[2].failure = "line 1\nsaid \"no\"";
  EXPECT_EQ(
      comparison_trials_csv(comparison),
      "schedule,name,backward,peak,seed,final_loss,tail_loss,best_loss,heldout_loss,heldout_accuracy,converged_at,"
      "diverged_at,steps,failure\n"
      "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,0.1,42,0.30000000000000004,,,,,,,0,\n"
      "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,0.1,43,,,,,,,2,0,\n"
      "\"cosine, peak 0.1(0.1)\",\"cosine, peak 0.1\",corrected,0.1,44,,,,,,,,0,\"line 1\nsaid \"\"no\"\"\"\n");
}

TEST(ComparisonJson, HasTuningControlsAndPairs) {
  const Json json = comparison_json(made_up_study(2, 3));
  const auto& arms = *json.find("arms")->as<Json::Array>();
  EXPECT_EQ(arms[0].find("tuning")->as<Json::Array>()->size(), 10u);
  EXPECT_EQ(*arms[0].find("at_end"), Json(false));
  EXPECT_NE(write_json(arms[0], 0).find("\"diverged\": 4, \"loss\": null}]"), std::string::npos);  // an infinite loss
  EXPECT_EQ(arms[0].find("control_of"), nullptr);
  EXPECT_EQ(*arms[2].find("control_of"), Json(1));
  const Json& pair = json.find("pairs")->as<Json::Array>()->at(1);
  for (const char* name : {"a", "b", "measure", "seeds", "difference", "ci95", "effect", "p", "p_holm"})
    EXPECT_NE(pair.find(name), nullptr) << name;
  EXPECT_EQ(*json.find("tuned_on"), Json("final_loss"));
  EXPECT_EQ(json.find("tuning_seeds")->as<Json::Array>()->size(), 6u);
}

TEST(ComparisonJson, OfAnythingReadsBack) {
  for (const Awkward& awkward : awkward_comparisons())
    EXPECT_TRUE(read_json(write_json(comparison_json(awkward.comparison)))) << awkward.name;
}

TEST(ComparisonFigure, HasABandOfQuartilesOrOfTheRange) {
  const Figure range = comparison_figure(three_seeds());
  EXPECT_EQ(range.lines[0].low, (std::vector<double>{1, 1, 0.5}));
  EXPECT_EQ(range.lines[0].high, (std::vector<double>{3, 7, 1.5}));
  EXPECT_EQ(range.band_label, "band: lowest to highest seed");
  Comparison five = three_seeds();
  five.arms[0].trials = {trial_of({1}), trial_of({2}), trial_of({3}), trial_of({4}), trial_of({10})};
  const Figure quartiles = comparison_figure(five);
  EXPECT_EQ(quartiles.lines[0].low, (std::vector<double>{2}));
  EXPECT_EQ(quartiles.lines[0].high, (std::vector<double>{4}));
  EXPECT_EQ(quartiles.band_label, "band: the middle half of the seeds");
  EXPECT_TRUE(comparison_figure(one_seed()).lines[1].low.empty());
}

TEST(ComparisonFigure, CanHaveLogStepsAndFewerPoints) {
  const Comparison study = made_up_study(2, 3, 300);
  const Figure whole = comparison_figure(study, {.log_steps = true});
  EXPECT_TRUE(whole.x.is_log);
  EXPECT_EQ(whole.lines[0].x.front(), 1);
  EXPECT_EQ(whole.lines[0].x.back(), 300);
  for (const bool log_steps : {false, true}) {
    const Line thinned = comparison_figure(study, {log_steps, 50}).lines[0];
    EXPECT_LE(thinned.x.size(), 51u);
    EXPECT_GT(thinned.x.size(), 20u);
    EXPECT_EQ(thinned.x.back(), log_steps ? 300 : 299);
    EXPECT_EQ(thinned.low.size(), thinned.x.size());
  }
}

TEST(TuningFigure, ShowsEveryPeakAndTheChosenOne) {
  const Comparison study = made_up_study(2, 3);
  const Figure figure = tuning_figure(study);
  ASSERT_EQ(figure.lines.size(), 2u);  // no control
  const Line& line = figure.lines[0];
  EXPECT_EQ(line.x.size() + line.above.size(), study.arms[0].tuning.size());
  EXPECT_EQ(line.above.size(), 2u);  // diverged
  ASSERT_TRUE(line.chosen);
  EXPECT_NEAR(line.x[*line.chosen], 0.32, 1e-12);
  EXPECT_TRUE(figure.x.is_log && figure.y.is_log);
  EXPECT_FALSE(tuning_figure(one_seed()).lines[0].chosen);
}

TEST(ScheduleFigure, IsTheRateOfEveryStep) {
  const Figure figure = schedule_figure(one_seed());
  EXPECT_EQ(figure.lines[1].x, (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(figure.lines[1].y, (std::vector<double>{0.1, 0.05, 1e-4}));
}

}  // namespace
}  // namespace etude::report
