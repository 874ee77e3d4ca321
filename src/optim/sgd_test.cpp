#include "etude/optim/sgd.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace etude {
namespace {

TEST(SgdStep, MovesAgainstTheGradient) {
  std::vector<double> p = {1, -2, 0, 4};
  const std::vector<double> g = {0.5, -4, 0, 8};
  sgd_step<double>(p, g, 0.25);
  EXPECT_EQ(p, (std::vector<double>{0.875, -1, 0, 2}));
}

TEST(SgdStep, RoundsTheProductAndThenTheDifference) {
  const double third = 1.0 / 3;
  for (std::size_t size = 0; size < 20; ++size) {
    std::vector<double> p(size, 1.0);
    const std::vector<double> g(size, third);
    sgd_step<double>(p, g, 0.1);
    const volatile double product = 0.1 * third;
    for (const double x : p) EXPECT_EQ(x, 1.0 - product);
  }
}

TEST(SgdStep, RoundsTheRateToFloat32First) {
  std::vector<float> p = {0};
  const std::vector<float> g = {3};
  sgd_step<float>(p, g, 0.1);
  EXPECT_EQ(p[0], -(0.1f * 3.0f));
}

TEST(SgdStep, RateOfZeroKeepsFiniteParametersAndNanPasses) {
  std::vector<double> p = {1, 1};
  const std::vector<double> g = {5, std::numeric_limits<double>::infinity()};
  sgd_step<double>(p, g, 0);
  EXPECT_EQ(p[0], 1);
  EXPECT_TRUE(std::isnan(p[1]));
}

TEST(MomentumStep, AddsUpAConstantGradientGeometrically) {
  std::vector<double> p = {0};
  std::vector<double> v = {0};
  const std::vector<double> g = {1};
  const double velocities[] = {1, 1.5, 1.75, 1.875};
  double expected = 0;
  for (const double velocity : velocities) {
    momentum_step<double>(p, g, v, 0.5, 0.5);
    EXPECT_EQ(v[0], velocity);
    EXPECT_EQ(p[0], expected -= 0.5 * velocity);
  }
}

TEST(MomentumStep, WithoutMomentumIsSgd) {
  std::vector<float> p = {1, 2, 3}, q = p, v = {0, 0, 0};
  const std::vector<float> g = {0.1f, -0.3f, 7.0f};
  for (int i = 0; i < 3; ++i) {
    momentum_step<float>(p, g, v, 0.01, 0);
    sgd_step<float>(q, g, 0.01);
  }
  EXPECT_EQ(p, q);
}

}  // namespace
}  // namespace etude
