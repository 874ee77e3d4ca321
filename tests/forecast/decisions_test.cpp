// Who takes the schedule that is told to end lowest, how much above the best does it end? Measured over the shipped logs:
// of each file and peak the runs with the role fit are fitted, and all that are equally long are put in order.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "etude/forecast/difference.h"
#include "forecast/shipped_curves_test.h"

namespace etude::forecast {
namespace {

/// The runs of one file and one peak, and what was fitted to those of them that are for that.
struct Group {
  std::vector<ShippedRun> runs;
  Forecast fitted;
};

std::vector<Group> groups() {
  std::map<std::pair<std::string, double>, Group> all;
  for (const ShippedRun& shipped : shipped_runs(ETUDE_GOLDEN "/curves"))
    if (shipped.role != "diverged") all[{shipped.file, shipped.run.peak()}].runs.push_back(shipped);
  std::vector<Group> groups;
  for (auto& [key, group] : all) {
    std::vector<LoggedRun> runs;
    for (const ShippedRun& shipped : group.runs)
      if (shipped.role == "fit") runs.push_back(shipped.run);
    const auto fitted = runs.empty() ? Result<Forecast>(refuse("none")) : fit(runs, {});
    if (!fitted) continue;
    group.fitted = *fitted;
    groups.push_back(group);
  }
  return groups;
}

/// The runs of a group that are equally long, two or more.
std::vector<std::vector<LoggedRun>> contests(const Group& group) {
  std::map<std::size_t, std::vector<LoggedRun>> by_length;
  for (const ShippedRun& shipped : group.runs) by_length[shipped.run.rates.size()].push_back(shipped.run);
  std::vector<std::vector<LoggedRun>> all;
  for (auto& [length, runs] : by_length)
    if (runs.size() > 1) all.push_back(std::move(runs));
  return all;
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<double> all;
  for (const double value : values)
    all.push_back(
        static_cast<double>(std::count_if(values.begin(), values.end(), [&](double other) { return other < value; })));
  return all;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i] - mean(a), y = b[i] - mean(b);
    ab += x * y, aa += x * x, bb += y * y;
  }
  return ab / std::sqrt(aa * bb);
}

struct Tally {
  double regrets = 0, worst = 0, correlations = 0;
  int contests = 0, pairs = 0, inside = 0, told = 0, told_wrongly = 0;
};

/// Puts runs in order by what is told, and holds that against how they ended: which is picked.
std::size_t choose(const Forecast& fitted, const std::vector<LoggedRun>& runs, Tally& tally) {
  std::vector<double> told, ended;
  const Model model = *model_for_choosing(fitted, runs[0].peak());
  for (const LoggedRun& run : runs) {
    const Step end[] = {static_cast<Step>(run.rates.size()) - 1};
    told.push_back(losses(model, {run.rates, run.warmup_steps}, end)[0]);
    ended.push_back(run.losses.back());
  }
  const auto pick = static_cast<std::size_t>(std::min_element(told.begin(), told.end()) - told.begin());
  const double regret = ended[pick] - *std::min_element(ended.begin(), ended.end());
  tally.regrets += regret;
  tally.worst = std::max(tally.worst, regret);
  tally.correlations += correlation(ranks(told), ranks(ended));
  ++tally.contests;
  return pick;
}

/// The same, and what is told of the gain of what is picked.
void hold(const Forecast& fitted, const std::vector<LoggedRun>& runs, Tally& tally) {
  const std::size_t pick = choose(fitted, runs, tally);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i == pick) continue;
    const auto gain =
        difference(fitted, {runs[i].rates, runs[i].warmup_steps}, {runs[pick].rates, runs[pick].warmup_steps});
    ASSERT_TRUE(gain) << gain.error().message;
    const double real = runs[i].losses.back() - runs[pick].losses.back();
    ++tally.pairs;
    tally.inside += std::abs(real - gain->difference) <= gain->half_width;
    tally.told += gain->is_told();
    tally.told_wrongly += gain->is_told() && real * gain->difference < 0;
  }
}

TEST(Decisions, OnTheShippedLogsLoseLittle) {
  Tally tally;
  for (const Group& group : groups())
    for (const auto& runs : contests(group)) hold(group.fitted, runs, tally);
  ASSERT_GT(tally.contests, 5);
  const double regret = tally.regrets / tally.contests, correlation = tally.correlations / tally.contests;
  std::cout << tally.contests << " contests: mean regret " << regret << ", worst " << tally.worst
            << ", rank correlation " << correlation << "; of " << tally.pairs << " gains " << tally.inside
            << " inside the interval, " << tally.told << " told, " << tally.told_wrongly << " of them wrongly\n";
  EXPECT_LE(regret, 0.0018);
  EXPECT_LE(tally.worst, 0.006);
  EXPECT_GE(correlation, 0.85);
  EXPECT_GE(tally.inside, 0.85 * tally.pairs);
  EXPECT_EQ(tally.told_wrongly, 0);
}

/// Any two runs of a model, from which the fit takes what it can: fewer than anybody is told to make.
TEST(Decisions, FromAnyTwoRunsLoseNoMoreThanIsAsked) {
  Tally tally;
  for (const Group& group : groups()) {
    if (group.runs.size() < 9) continue;  // of fewer, two are all that is left
    for (std::size_t i = 0; i < group.runs.size(); ++i)
      for (std::size_t k = 0; k < i; ++k) {
        const auto fitted = fit(std::vector{group.runs[k].run, group.runs[i].run}, {});
        if (!fitted) continue;  // no stretch at the peak, or no drop
        for (const auto& runs : contests(group)) choose(*fitted, runs, tally);
      }
  }
  ASSERT_GT(tally.contests, 100);
  const double regret = tally.regrets / tally.contests, correlation = tally.correlations / tally.contests;
  std::cout << tally.contests << " contests of laws from two runs: mean regret " << regret << ", worst " << tally.worst
            << ", rank correlation " << correlation << "\n";
  EXPECT_LE(regret, 0.0005);
  EXPECT_LE(tally.worst, 0.006);
  EXPECT_GE(correlation, 0.85);
}

}  // namespace
}  // namespace etude::forecast
