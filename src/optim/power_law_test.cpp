#include "etude/optim/power_law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "etude/base/random.h"

namespace etude::optim {
namespace {

std::vector<SgdStep> falling_steps(Step count, double lr, double batch) {
  std::vector<SgdStep> steps;
  for (Step t = 0; t < count; ++t)
    steps.push_back({lr * static_cast<double>(count - t) / static_cast<double>(count), batch});
  return steps;
}

double final_loss(const PowerLaw& problem, const std::vector<SgdStep>& steps) {
  const Step end = static_cast<Step>(steps.size());
  return power_law_losses(problem, steps, std::array{end}).front();
}

/// Stochastic gradient descent as a program would run it, whose parameters are errors against the target.
double sampled_loss(const PowerLaw& problem, const std::vector<SgdStep>& steps, RandomState& random) {
  std::vector<double> deviation, error;
  for (std::size_t j = 1; j <= problem.modes; ++j) {
    const double variance = std::pow(static_cast<double>(j), -problem.spectrum);
    deviation.push_back(std::sqrt(variance));
    error.push_back(std::sqrt(std::pow(static_cast<double>(j), -1 - problem.source * problem.spectrum) / variance));
  }
  for (const SgdStep& step : steps) {
    std::vector<double> gradient(error.size()), x(error.size());
    for (int sample = 0; sample < static_cast<int>(step.batch); ++sample) {
      double residual = -std::sqrt(problem.noise) * random.normal();
      for (std::size_t j = 0; j < x.size(); ++j) residual += (x[j] = deviation[j] * random.normal()) * error[j];
      for (std::size_t j = 0; j < x.size(); ++j) gradient[j] += residual * x[j] / step.batch;
    }
    for (std::size_t j = 0; j < x.size(); ++j) error[j] -= step.lr * gradient[j];
  }
  double loss = 0;
  for (std::size_t j = 0; j < error.size(); ++j) loss += deviation[j] * deviation[j] * error[j] * error[j] / 2;
  return loss;
}

TEST(PowerLaw, GivesTheMeanLossOfManySampledRuns) {
  const PowerLaw problem{.spectrum = 1.5, .source = 0.5, .noise = 0.3, .modes = 5};
  for (const double batch : {1.0, 3.0}) {
    const auto steps = falling_steps(20, 0.3, batch);
    RandomState random(1);
    constexpr int runs = 4000;
    double sum = 0, squares = 0;
    for (int i = 0; i < runs; ++i) {
      const double loss = sampled_loss(problem, steps, random);
      sum += loss;
      squares += loss * loss;
    }
    const double mean = sum / runs, error = std::sqrt((squares / runs - mean * mean) / runs);
    EXPECT_NEAR(final_loss(problem, steps), mean, 4 * error) << batch;
    EXPECT_LT(error, 0.05 * mean);
  }
}

/// The recursion of the header, mode by mode.
double loss_of_single_modes(const PowerLaw& problem, const std::vector<SgdStep>& steps) {
  std::vector<double> v, e;
  double all = 0;
  for (std::size_t j = 1; j <= problem.modes; ++j) {
    v.push_back(std::pow(static_cast<double>(j), -problem.spectrum));
    e.push_back(std::pow(static_cast<double>(j), -1 - problem.source * problem.spectrum));
    all += e.back();
  }
  for (const auto& [lr, batch] : steps) {
    double sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) {
      e[j] = (1 - 2 * lr * v[j] + lr * lr * (1 + 1 / batch) * v[j] * v[j]) * e[j] +
             lr * lr / batch * v[j] * v[j] * (all + problem.noise);
      sum += e[j];
    }
    all = sum;
  }
  return all / 2;
}

TEST(PowerLaw, TakesNeighbouringModesTogetherAtAnErrorBelowAThousandth) {
  for (const double spectrum : {1.1, 1.5, 3.0})
    for (const double source : {0.1, 0.5, 2.0})
      for (const double noise : {0.0, 1.0}) {
        const PowerLaw problem{.spectrum = spectrum, .source = source, .noise = noise, .modes = 2000};
        const auto steps = falling_steps(100, 0.9 * power_law_edge(problem, 4), 4);
        const double exact = loss_of_single_modes(problem, steps);
        EXPECT_NEAR(final_loss(problem, steps), exact, 1e-3 * exact) << spectrum << " " << source << " " << noise;
      }
}

TEST(PowerLaw, GivesTheLossesOfTheStepsThatAreAskedFor) {
  const auto steps = falling_steps(30, 0.2, 2);
  const std::vector<Step> at{0, 1, 17, 30};
  const auto losses = power_law_losses({}, steps, at);
  PowerLawDescent run({});
  for (Step t = 0; t <= 30; ++t) {
    const auto place = std::find(at.begin(), at.end(), t);
    if (place != at.end()) {
      EXPECT_EQ(losses[static_cast<std::size_t>(place - at.begin())], run.loss()) << t;
    }
    if (t < 30) run.update(steps[static_cast<std::size_t>(t)]);
  }
}

TEST(PowerLaw, KnowsItsSlopeByEveryRate) {
  const PowerLaw problem{.spectrum = 1.3, .source = 0.7, .noise = 0.5, .modes = 1000};
  auto steps = falling_steps(40, 0.4, 3);
  steps[7].batch = 1;
  const PowerLawSlope slope = power_law_slope(problem, steps);
  EXPECT_EQ(slope.loss, final_loss(problem, steps));
  for (std::size_t t = 0; t < steps.size(); ++t) {
    constexpr double by = 1e-5;
    auto above = steps, below = steps;
    above[t].lr += by;
    below[t].lr -= by;
    const double measured = (final_loss(problem, above) - final_loss(problem, below)) / (2 * by);
    EXPECT_NEAR(slope.by_lr[t], measured, 1e-8 + 1e-6 * std::abs(measured)) << t;
  }
  EXPECT_TRUE(power_law_slope(problem, {}).by_lr.empty());
}

TEST(PowerLaw, DivergesAboveItsEdgeAndNotBelow) {
  for (const double batch : {1.0, 8.0, 1e6}) {
    const PowerLaw problem{.modes = 1000};
    const double edge = power_law_edge(problem, batch);
    const auto loss_at = [&](double lr) { return final_loss(problem, std::vector<SgdStep>(3000, {lr, batch})); };
    EXPECT_LT(loss_at(0.98 * edge), 100) << batch;
    EXPECT_FALSE(loss_at(1.3 * edge) < 1e4) << batch;
  }
}

// Source of both: "Optimal learning-rate schedules under functional scaling laws: power decay and warmup-stable-decay"
// (2026). A task is easy where source >= 1 - 1 / spectrum.
TEST(PowerLaw, HasOfAnEasyTaskABestDecayOfThePowerThatTheorySays) {
  for (const double spectrum : {1.5, 2.0}) {
    const PowerLaw easy{.spectrum = spectrum, .source = 1};
    const auto best =
        *best_power_law_rates(easy, {.steps = 2000, .batch = 8, .most = power_law_edge(easy, 8) / 2, .iterations = 60});
    EXPECT_LT(*std::max_element(best.lr.begin(), best.lr.end()), power_law_edge(easy, 8) / 2);
    EXPECT_NEAR(decay_power(best.lr), 2 * spectrum - 1, 0.06 * (2 * spectrum - 1)) << spectrum;
  }
}

TEST(PowerLaw, FindsThePowerOfADecayThatHasOne) {
  for (const double power : {0.5, 1.0, 2.0, 3.0}) {
    std::vector<double> lr;
    for (int left = 20'000; left > 0; --left) lr.push_back(std::pow(left / 20'000.0, power));
    EXPECT_NEAR(decay_power(lr), power, 0.01 * power);
  }
}

TEST(PowerLaw, HoldsOfAHardTaskTheLargestRateUntilAnEverSmallerShareIsLeft) {
  const PowerLaw hard{.spectrum = 2, .source = 0.2};
  const double most = power_law_edge(hard, 8) / 2;
  double share_before = 0.12;
  for (const Step steps : {500, 2000}) {
    const auto best = *best_power_law_rates(hard, {.steps = steps, .batch = 8, .most = most, .iterations = 60});
    std::size_t held = 0;
    while (best.lr[held] > 0.999 * most) ++held;
    std::size_t halved = held;
    while (best.lr[halved] > most / 2) ++halved;
    const double share = 1 - static_cast<double>(halved) / static_cast<double>(steps);
    EXPECT_GT(static_cast<double>(held) / static_cast<double>(steps), 0.7) << steps;
    EXPECT_LT(share, 0.9 * share_before) << steps;
    share_before = share;
  }
}

TEST(PowerLaw, FindsNothingBetterThanItsBestRatesAmongOthers) {
  const PowerLaw problem{};
  const double most = power_law_edge(problem, 1) / 2;
  const auto best = *best_power_law_rates(problem, {.steps = 300, .most = most, .iterations = 100});
  EXPECT_EQ(best.lr.size(), 300u);
  for (const double lr : best.lr) EXPECT_LE(lr, most * (1 + 1e-15));
  for (const double peak : {0.05, 0.1, 0.2, 0.4, 0.8}) {
    EXPECT_LT(best.loss, final_loss(problem, falling_steps(300, peak * most, 1))) << peak;
    EXPECT_LT(best.loss, final_loss(problem, std::vector<SgdStep>(300, {peak * most, 1}))) << peak;
  }
}

TEST(PowerLaw, RefusesWhatIsNoProblemAndNoSearch) {
  EXPECT_EQ(check(PowerLaw{.spectrum = 1}).error().message,
            "power-law: spectrum must be a finite number, above 1 and at most 100, not 1");
  EXPECT_FALSE(check(PowerLaw{.source = 0}));
  EXPECT_FALSE(check(PowerLaw{.noise = -1}));
  EXPECT_FALSE(check(PowerLaw{.modes = 0}));
  EXPECT_TRUE(check(PowerLaw{.modes = 1}));
  for (const BestRatesOptions& options :
       {BestRatesOptions{.steps = 0}, BestRatesOptions{.most = 0.6}, BestRatesOptions{.most = 0},
        BestRatesOptions{.batch = 0, .most = 0.1}, BestRatesOptions{.most = 0.1, .knots = 1}})
    EXPECT_FALSE(best_power_law_rates({}, options));
}

}  // namespace
}  // namespace etude::optim
