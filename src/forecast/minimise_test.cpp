#include "forecast/minimise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace etude::forecast {
namespace {

using Span = std::span<const double>;
using Slope = std::span<double>;

double valley(Span x, Slope slope) {  // Rosenbrock's, pairwise
  double value = 0;
  for (std::size_t i = 0; i + 1 < x.size(); i += 2) {
    const double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];
    value += a * a + 100 * b * b;
    slope[i] = -2 * a - 400 * x[i] * b;
    slope[i + 1] = 200 * b;
  }
  return value;
}

double bowl(Span x, Slope slope) {  // lowest at -2, -1, 0, 1, ...
  double value = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double steep = 1 + static_cast<double>(i * i), away = x[i] - (static_cast<double>(i) - 2);
    value += steep * away * away;
    slope[i] = 2 * steep * away;
  }
  return value;
}

TEST(Minimise, FollowsACurvedValley) {
  const Minimum least = minimise(valley, std::vector<double>(20, -1.2), -std::numeric_limits<double>::infinity(), 2000);
  for (const double x : least.x) EXPECT_NEAR(x, 1, 1e-4);
}

TEST(Minimise, StopsAtTheLeastValues) {
  const Minimum least = minimise(bowl, std::vector<double>(12, 5), 0, 500);
  for (std::size_t i = 0; i < least.x.size(); ++i)
    EXPECT_NEAR(least.x[i], std::max(0.0, static_cast<double>(i) - 2), 1e-5) << i;
  EXPECT_EQ(least.x[0], 0);
}

TEST(Minimise, KeepsToItsCallsAndAwayFromWhatIsNotFinite) {
  std::size_t calls = 0;
  const auto walled = [&](Span x, Slope slope) {
    ++calls;
    const double value = valley(x, slope);
    return x[0] > 0.5 ? NAN : value;
  };
  const Minimum least = minimise(walled, {0, 0}, 0, 50);
  EXPECT_LE(calls, 50u);
  EXPECT_LE(least.x[0], 0.5);
  EXPECT_TRUE(std::isfinite(least.value));
}

}  // namespace
}  // namespace etude::forecast
