#include "etude/forecast/refinement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace etude::forecast {
namespace {

/// A norm a step.
LoggedNorms log_of(std::vector<double> norms) {
  LoggedNorms log{{}, std::move(norms)};
  for (std::size_t t = 0; t < log.norms.size(); ++t) log.steps.push_back(static_cast<Step>(t));
  return log;
}

void expect_near(const std::vector<double>& values, const std::vector<double>& expected) {
  ASSERT_EQ(values.size(), expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], expected[i], 1e-12) << i;
}

TEST(Refinement, OfEqualNormsIsALine) {
  expect_near(*refined_rates(log_of(std::vector<double>(5, 3)), {}), {1, 0.75, 0.5, 0.25, 0});
}

TEST(Refinement, WeighsAStepByItsNorm) {  // w is 1/4, 1, 1 and 1/2, 1, 1
  expect_near(*refined_rates(log_of({2, 1, 1}), {.smoothing = 0}), {0.5, 1, 0});
  expect_near(*refined_rates(log_of({2, 1, 1}), {.optimizer = NormsOf::adam, .smoothing = 0}), {1, 1, 0});
}

/// Algorithm 1 word by word.
std::vector<double> word_by_word(const std::vector<double>& norms, double smoothing) {
  const int size = static_cast<int>(norms.size()), half = static_cast<int>(smoothing * size / 2);
  std::vector<double> w, rates;
  for (int t = 0; t < size; ++t) {
    std::vector<double> window;
    for (int i = t - half; i <= t + half; ++i)
      window.push_back(norms[static_cast<std::size_t>(i < 0 ? 0 : i < size ? i : 2 * size - 1 - i)]);
    std::sort(window.begin(), window.end());
    w.push_back(std::pow(window[static_cast<std::size_t>(half)], -2));
  }
  for (std::size_t t = 0; t < w.size(); ++t) {
    double rest = 0;
    for (std::size_t p = t + 1; p < w.size(); ++p) rest += w[p];
    rates.push_back(w[t] * rest);
  }
  const double highest = *std::max_element(rates.begin(), rates.end());
  for (double& rate : rates) rate /= highest;
  return rates;
}

TEST(Refinement, IsAlgorithm1) {
  std::vector<double> norms;
  for (int t = 0; t < 211; ++t) norms.push_back(0.3 + 0.1 * ((t * t + 3 * t) % 17) + 20.0 / (t + 1));
  for (const double smoothing : {0.0, 0.01, 0.1, 1.0})
    expect_near(*refined_rates(log_of(norms), {.smoothing = smoothing}), word_by_word(norms, smoothing));
}

TEST(Refinement, IsOfTheRunsOwnLength) {
  const LoggedNorms log{{50, 100, 150}, {2, 1, 1}};
  EXPECT_EQ(refined_rates(log, {})->size(), 151u);
  const std::vector<double> longer = *refined_rates(log, {.steps = 1001});
  EXPECT_EQ(longer.size(), 1001u);
  EXPECT_EQ(longer.back(), 0);
  EXPECT_EQ(*std::max_element(longer.begin(), longer.end()), 1);
}

TEST(Refinement, RefusesWhatIsNoLogOfNorms) {
  for (const LoggedNorms& log :
       {LoggedNorms{}, log_of({1}), log_of({1, 0}), log_of({1, NAN}), log_of({1, INFINITY}),
        LoggedNorms{{3, 3}, {1, 1}}, LoggedNorms{{3, 2}, {1, 1}}, LoggedNorms{{-1, 2}, {1, 1}}})
    EXPECT_FALSE(refined_rates(log, {}));
  EXPECT_FALSE(refined_rates(log_of({1, 1}), {.smoothing = -0.1}));
  EXPECT_FALSE(refined_rates(log_of({1, 1}), {.steps = 1}));
}

TEST(Thinned, StaysWithinItsToleranceAndKeepsOrder) {
  std::vector<double> values;
  for (int t = 0; t <= 5000; ++t) values.push_back(0.5 * (1 + std::cos(t * 3.14159 / 5000)));
  const Piecewise points = thinned(values, 1e-3);
  EXPECT_LT(points.at.size(), 40u);
  EXPECT_EQ(points.at.back(), 5000);
  EXPECT_EQ(points.check(), "");
  for (std::size_t t = 0; t < values.size(); ++t) EXPECT_NEAR(points(static_cast<Step>(t)), values[t], 1.001e-3) << t;
  EXPECT_TRUE(std::is_sorted(points.values.rbegin(), points.values.rend()));
}

TEST(Thinned, OfFewValues) {
  EXPECT_EQ(thinned(std::vector<double>{2}, 0.1).values, std::vector<double>{2});
  EXPECT_EQ(thinned(std::vector<double>{2, 1}, 0.1).at, (std::vector<double>{0, 1}));
  EXPECT_EQ(thinned(std::vector<double>{2, 2, 2, 2}, 0.1).at, (std::vector<double>{0, 3}));
}

}  // namespace
}  // namespace etude::forecast
