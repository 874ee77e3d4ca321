#include "etude/forecast/bound.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace etude::forecast {
namespace {

ConvexRun same_norms(std::size_t steps) { return {1, std::vector<double>(steps, 1)}; }

std::vector<double> uneven(std::size_t steps, double least) {
  std::vector<double> values;
  for (std::size_t t = 0; t < steps; ++t) values.push_back(least + 0.1 * static_cast<double>((7 * t + 3) % 11));
  return values;
}

std::vector<double> line(std::size_t steps) {
  std::vector<double> rates(steps);
  std::iota(rates.rbegin(), rates.rend(), 1.0);
  return rates;
}

/// The bound of a shape at the peak that is best for it: without D^2 / (2 S_0) the bound grows with the peak.
double tuned(const ConvexRun& run, std::vector<double> rates) {
  const double start = 1 / (2 * std::accumulate(rates.begin(), rates.end(), 0.0));
  const double scale = std::sqrt(start / (convex_bound(run, rates) - start));
  for (double& rate : rates) rate *= scale;
  return convex_bound(run, rates);
}

/// The bound as its sources write it.
double as_published(const ConvexRun& run, const std::vector<double>& rates) {
  const auto sums = [&](std::size_t from) {
    double sum = 0, squares = 0;
    for (std::size_t t = from; t < rates.size(); ++t) {
      sum += rates[t];
      squares += std::pow(rates[t] * run.gradient_norms[t], 2);
    }
    return std::pair(sum, squares);
  };
  double bound = (run.distance * run.distance + sums(0).second) / (2 * sums(0).first);
  for (std::size_t k = 0; k + 1 < rates.size(); ++k)
    bound += rates[k] / sums(k + 1).first * sums(k).second / sums(k).first / 2;
  return bound;
}

TEST(ConvexBound, HasTheKnownValues) {
  struct Known {
    std::size_t steps;
    double line, constant, optimum;
  };
  for (const auto& [steps, of_line, of_constant, optimum] :
       {Known{100, 0.203608, 0.248543, 0.200114}, Known{1000, 0.0634343, 0.0921112, 0.0633219}}) {
    const ConvexRun run = same_norms(steps);
    EXPECT_NEAR(tuned(run, line(steps)), of_line, 5e-7);
    EXPECT_NEAR(tuned(run, std::vector<double>(steps, 1)), of_constant, 5e-7);
    EXPECT_NEAR(convex_bound(run, convex_bound_optimum(run)), optimum, 5e-7);
  }
}

TEST(ConvexBound, IsThePublishedSum) {
  const ConvexRun run{0.7, uneven(40, 0.3)};
  const std::vector<double> rates = uneven(40, 0.05);
  EXPECT_NEAR(convex_bound(run, rates), as_published(run, rates), 1e-13 * as_published(run, rates));
}

TEST(ConvexBound, HasTheGradientOfFiniteDifferences) {
  const ConvexRun run{0.7, uneven(30, 0.3)};
  const std::vector<double> rates = uneven(30, 0.2);
  const std::vector<double> gradient = convex_bound_gradient(run, rates);
  for (std::size_t k = 0; k < rates.size(); ++k) {
    std::vector<double> more = rates, less = rates;
    more[k] += 1e-6;
    less[k] -= 1e-6;
    EXPECT_NEAR(gradient[k], (convex_bound(run, more) - convex_bound(run, less)) / 2e-6, 1e-6) << k;
  }
}

TEST(ConvexBound, IsLeastAtItsOptimum) {
  for (const ConvexRun& run : {ConvexRun{0.7, uneven(60, 0.3)}, same_norms(1), same_norms(2)}) {
    const std::vector<double> rates = convex_bound_optimum(run);
    for (const double slope : convex_bound_gradient(run, rates)) EXPECT_NEAR(slope, 0, 1e-12);
    for (std::size_t k = 0; k < rates.size(); ++k)
      for (const double factor : {0.5, 0.99, 1.01, 3.0}) {
        std::vector<double> other = rates;
        other[k] *= factor;
        EXPECT_GT(convex_bound(run, other), convex_bound(run, rates)) << k;
      }
  }
}

TEST(ConvexBound, IsInfiniteWhereOnlyZerosFollow) {
  EXPECT_EQ(convex_bound(same_norms(3), std::vector<double>{1, 1, 0}), INFINITY);
  EXPECT_EQ(convex_bound(same_norms(3), std::vector<double>{0, 0, 0}), INFINITY);
  EXPECT_TRUE(std::isfinite(convex_bound(same_norms(3), std::vector<double>{0, 0, 1})));
}

TEST(ConvexBound, RefusesWhatIsNoNorm) {
  EXPECT_FALSE(check(ConvexRun{}));
  EXPECT_FALSE(check(ConvexRun{0, {1}}));
  EXPECT_EQ(check(ConvexRun{1, {1, 0}}).error().message, "gradient norms must be above 0, and that of step 1 is 0");
  EXPECT_FALSE(check(ConvexRun{1, {NAN}}));
}

}  // namespace
}  // namespace etude::forecast
