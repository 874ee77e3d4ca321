// The exact laboratory: SGD on a power-law regression, whose loss is known without noise, so that the best schedule can be
// found on the recursion itself. The forecaster is given three runs, and must find a schedule that ends as low.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "etude/forecast/optimise.h"
#include "etude/optim/power_law.h"
#include "etude/schedule/kinds.h"

namespace etude::forecast {
namespace {

constexpr Step steps = 10'000;
constexpr double noise = 1;  // of which half is in every loss

struct Laboratory {
  optim::PowerLaw problem;
  double batch, peak;

  std::vector<double> losses(const std::vector<double>& rates, std::span<const Step> updates) const {
    std::vector<optim::SgdStep> run;
    for (const double rate : rates) run.push_back({rate, batch});
    std::vector<double> all = optim::power_law_losses(problem, run, updates);
    for (double& loss : all) loss += noise / 2;
    return all;
  }
  double end(const std::vector<double>& rates) const {
    const Step last[] = {static_cast<Step>(rates.size())};
    return losses(rates, last)[0];
  }
};

/// A problem as hard as a language model's, with a peak that is so large a share of the one at which it diverges.
Laboratory laboratory(double source, double batch, double share) {
  const optim::PowerLaw problem{.spectrum = 1.5, .source = source, .noise = noise, .modes = 4096};
  return {problem, batch, share * optim::power_law_edge(problem, batch)};
}

std::vector<double> rates_of(const Result<Schedule>& schedule) {
  std::vector<double> rates(static_cast<std::size_t>(steps));
  schedule->values(0, rates);
  return rates;
}

LoggedRun logged(const Laboratory& lab, const char* name, const std::vector<double>& rates) {
  LoggedRun run{name, rates, 0, {}, {}};
  std::vector<Step> updates;
  for (Step t = steps / 40; t <= steps; t += steps / 200) {
    run.steps.push_back(t - 1);
    updates.push_back(t);
  }
  run.losses = lab.losses(rates, updates);
  return run;
}

/// The gap to the best schedule, as a share of what there is to be gained over a constant.
double regret(const Laboratory& lab) {
  const double peak = lab.peak;
  const std::vector<double> constant_rates = rates_of(constant({.value = peak, .steps = steps}));
  const std::vector<LoggedRun> runs{
      logged(lab, "constant", constant_rates),
      logged(lab, "wsd",
             rates_of(wsd({.peak = peak, .steps = steps, .decay = steps / 5, .decay_shape = Cooldown::linear}))),
      logged(lab, "cosine", rates_of(cosine({.from = peak, .to = peak / 10, .steps = steps})))};
  const auto fitted = fit(runs, {.from = steps / 40});
  const auto found = fitted ? optimise(*fitted, {.steps = steps}) : Result<Optimised>(pass_on(fitted.error()));
  if (!found) return ADD_FAILURE() << found.error().message, 1;
  const auto best = optim::best_power_law_rates(lab.problem, {.steps = steps, .batch = lab.batch, .most = peak});
  const double least = best->loss + noise / 2;
  return (lab.end(rates_of(found->schedule)) - least) / (lab.end(constant_rates) - least);
}

struct Setting {
  const char* name;
  double source, batch, share;  // of the edge
};

class AtSetting : public testing::TestWithParam<Setting> {};

TEST_P(AtSetting, TheOptimisedScheduleIsAsGoodAsTheBest) {
  const auto& [name, source, batch, share] = GetParam();
  const double lost = regret(laboratory(source, batch, share));
  std::cout << "source " << source << ", batch " << batch << ", " << share << " of the edge: regret " << lost << "\n";
  EXPECT_LE(lost, 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Laboratory, AtSetting,
                         testing::Values(Setting{"far_from_the_edge", 0.5, 16, 0.1}, Setting{"easy", 0.8, 16, 0.05},
                                         Setting{"one_sample", 0.5, 1, 0.1}, Setting{"near_the_edge", 0.5, 16, 0.6},
                                         Setting{"large_batch", 0.5, 256, 0.1},
                                         Setting{"large_batch_near_the_edge", 0.5, 256, 0.4}),
                         [](const auto& each) { return std::string(each.param.name); });

/// As the laboratory's own CSV has them: the loss of a step is that before its update.
TEST(Laboratory, TellsWhenLossesWereMeasured) {
  const Laboratory lab = laboratory(0.5, 16, 0.3);
  std::vector<LoggedRun> runs{logged(lab, "constant", rates_of(constant({.value = lab.peak, .steps = steps}))),
                              logged(lab, "cosine", rates_of(cosine({.from = lab.peak, .to = 0, .steps = steps})))};
  for (LoggedRun& run : runs)
    for (Step& step : run.steps) ++step;
  const auto fitted = fit(runs, {});
  ASSERT_TRUE(fitted) << fitted.error().message;
  EXPECT_EQ(fitted->law, "sgd");
  EXPECT_LT(fitted->fit_of("sgd", lab.peak)->objective, 1e-6);
}

}  // namespace
}  // namespace etude::forecast
