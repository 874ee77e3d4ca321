// The laws on the logs of tests/golden/curves: published figures to their last digit, and how near predictions must come.

#include <gtest/gtest.h>

#include "etude/forecast/forecast.h"
#include "forecast/laws.h"
#include "forecast/shipped_curves_test.h"

namespace etude::forecast {
namespace {

const std::vector<ShippedRun>& curves() {
  static const std::vector<ShippedRun> all = shipped_runs(ETUDE_GOLDEN "/curves");
  return all;
}

std::vector<LoggedRun> runs_where(const std::function<bool(const ShippedRun&)>& is_wanted) {
  std::vector<LoggedRun> runs;
  for (const ShippedRun& each : curves())
    if (is_wanted(each)) runs.push_back(each.run);
  return runs;
}

std::vector<LoggedRun> runs_of(const std::string& file, const std::string& role) {
  return runs_where([&](const ShippedRun& each) { return each.file == file && each.role == role; });
}

LoggedRun run_called(const std::string& name) {
  return runs_where([&](const ShippedRun& each) { return each.run.name == name; }).at(0);
}

std::vector<Score> scores(const std::vector<LoggedRun>& fitted, const std::vector<LoggedRun>& tested) {
  const auto forecast = fit(fitted, {});
  EXPECT_TRUE(forecast) << forecast.error().message;
  std::vector<Score> found;
  for (const LoggedRun& run : tested) {
    const auto scored = score(*forecast, run);
    EXPECT_TRUE(scored) << scored.error().message;
    if (scored) found.push_back(*scored);
  }
  return found;
}

TEST(Curves, TheAuthorsOwnNumbersGiveTheirOwnFigures) {
  const LawFit published{.law = "mpl_repository",
                         .peak = 3e-4,
                         .parameters = {2.651448, .601152, .452958, 437.946, 2.132456, .597852, .655236}};
  std::vector<Score> found;
  for (const LoggedRun& run : runs_of("mpl_100M.csv", "predict"))
    found.push_back(score({.law = "mpl_repository", .terms = {{published}}}, run));
  const MeanScore mean = mean_of(found);
  EXPECT_EQ(mean.runs, 6u);
  EXPECT_EQ(fixed(mean.R2, 4), "0.9983");
  EXPECT_EQ(fixed(mean.mae, 5), "0.00435");
  EXPECT_EQ(fixed(mean.rmse, 5), "0.00592");
  EXPECT_EQ(fixed(mean.pred_e, 5), "0.00142");
  EXPECT_EQ(fixed(mean.worst_e, 5), "0.00583");
}

TEST(Curves, TheSamePeakIsToldWithinTheNoiseOfTraining) {
  const auto of = [](const std::string& file) {
    return mean_of(scores(runs_of(file, "fit"), runs_of(file, "predict")));
  };
  EXPECT_LE(of("sp124_lr1e-3.csv").final_error, 0.0050);
  const MeanScore mpl_runs = of("mpl_100M.csv");
  EXPECT_LE(mpl_runs.final_error, 0.0055);
  EXPECT_LE(mpl_runs.mae, 0.0028);
  EXPECT_GE(mpl_runs.R2, 0.996);
  double sizes = 0;
  for (const char* size : {"53", "93", "152"}) {
    const double error = of(std::string("size_sp") + size + ".csv").final_error;
    EXPECT_LE(error, 0.0060) << size;
    sizes += error / 3;
  }
  EXPECT_LE(sizes, 0.0035);
}

TEST(Curves, AnotherPeakIsToldFromTwoOthersOrFromOneRunThere) {
  const auto low = runs_of("sp124_lr5e-4.csv", "fit"), high = runs_of("sp124_lr2e-3.csv", "fit");
  const auto between = runs_where([](const ShippedRun& each) { return each.file == "sp124_lr1e-3.csv"; });
  const auto told = [&](std::vector<LoggedRun> more) {
    more.insert(more.end(), low.begin(), low.end());
    return mean_of(scores(more, between)).final_error;
  };
  EXPECT_LE(told(high), 0.0045);
  EXPECT_LE(told({run_called("sp124_cos10_lr2e-3_T25k")}), 0.0055);
  EXPECT_LE(told({run_called("sp124_wsdlin0.2_lr2e-3_T25k")}), 0.0055);
}

TEST(Curves, AShortCosineAtTwiceThePeakTellsTheLongerOnes) {
  std::vector<Score> all;
  for (const char* size : {"53", "93", "152"}) {
    const std::string file = std::string("size_sp") + size + ".csv";
    auto fitted = runs_of(file, "fit"), others = runs_of(file, "predict-otherpeak");
    const auto is_shorter = [](const LoggedRun& a, const LoggedRun& b) { return a.rates.size() < b.rates.size(); };
    const auto shortest = std::min_element(others.begin(), others.end(), is_shorter);
    fitted.push_back(*shortest);
    others.erase(shortest);
    for (const Score& each : scores(fitted, others)) all.push_back(each);
  }
  EXPECT_LE(mean_of(all).final_error, 0.0050);
}

/// Each run of these groups from the others, and from a constant and one other.
std::vector<Score> scores_left_out() {
  std::vector<Score> found;
  for (const char* file : {"sp124_lr5e-4.csv", "sp124_lr1e-3.csv", "sp124_lr2e-3.csv", "mpl_25M.csv", "mpl_100M.csv",
                           "mpl_400M.csv", "size_sp53.csv", "size_sp93.csv", "size_sp152.csv"}) {
    const auto runs = runs_where(
        [&](const ShippedRun& each) { return each.file == file && (each.role == "fit" || each.role == "predict"); });
    for (const LoggedRun& out : runs) {
      std::vector<LoggedRun> others;
      for (const LoggedRun& run : runs)
        if (run.name != out.name && others.size() < 3) others.push_back(run);
      for (const Score& each : scores(others, {out})) found.push_back(each);
    }
  }
  return found;
}

TEST(Curves, NineInTenRunsLieInTheirIntervalsWhichAreNotWide) {
  const MeanScore mean = mean_of(scores_left_out());
  EXPECT_GE(mean.covered, 0.88);
  EXPECT_LE(mean.covered, 0.99);
  EXPECT_LE(mean.half_width, 0.019);
}

TEST(Curves, AMislabelledScheduleIsRefusedOrWidensTheInterval) {
  auto runs = runs_of("sp124_lr1e-3.csv", "fit");
  const auto tested = run_called("sp124_wsdlin0.4_lr1e-3_T25k");
  const double sound = scores(runs, {tested}).at(0).half_width;
  const auto with_other_losses = [&](const char* name, const char* losses_of) {
    auto planted = runs;
    for (LoggedRun& run : planted)
      if (run.name == name) run.losses = run_called(losses_of).losses;
    return fit(planted, {});
  };
  const auto swapped = with_other_losses("sp124_wsdlin0.2_lr1e-3_T25k", "sp124_cos10_lr1e-3_T25k");
  if (swapped) {
    EXPECT_GT(score(*swapped, tested)->half_width, 1.5 * sound);
  }
  auto shuffled = runs;
  for (LoggedRun& run : shuffled)
    for (std::size_t i = 0; i + 1 < run.losses.size(); ++i)
      std::swap(run.losses[i], run.losses[(i * 7919) % run.losses.size()]);
  const auto disordered = fit(shuffled, {});
  if (disordered) {
    EXPECT_GT(score(*disordered, tested)->half_width, 1.5 * sound);
  }
}

TEST(Curves, TheSameLogsGiveTheSameBytes) {
  const auto runs = runs_of("size_sp53.csv", "fit");
  const std::string text = to_text(*fit(runs, {}));
  EXPECT_EQ(to_text(*fit(runs, {})), text);
  const auto back = forecast_from_text(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, *fit(runs, {}));
}

}  // namespace
}  // namespace etude::forecast
