#include "optim/norm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "etude/base/random.h"
#include "etude/optim/optimizer.h"
#include "support/not_finite.h"

namespace etude::optim {
namespace {

template <class Real>
std::vector<Real> random_numbers(std::size_t count) {
  RandomState random(7);
  std::vector<Real> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<Real>(random.normal()));
  return all;
}

/// Eight sums, in plain arithmetic.
template <class Real>
double plain_norm(const std::vector<Real>& values) {
  double s[8] = {};
  for (std::size_t i = 0; i < values.size(); ++i)
    s[i % 8] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return std::sqrt(((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])));
}

template <class Real>
void expect_fixed_order() {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::vector<Real> values = random_numbers<Real>(size);
    const double expected = plain_norm(values);
    EXPECT_EQ(norm_in<Real>(Width::narrow, values), expected) << size;
    EXPECT_EQ(norm_in<Real>(widest(), values), expected) << size;
    EXPECT_EQ(global_norm<Real>(values), expected) << size;
  }
}

TEST(GlobalNorm, SumsInOneOrderInVectorsOfAnyWidth) {
  expect_fixed_order<double>();
  expect_fixed_order<float>();
}

TEST(GlobalNorm, HoldsAtTheEdges) {
  const struct {
    std::vector<double> values;
    double norm;
  } cases[] = {
      {{}, 0},
      {{0, -0.0}, 0},
      {{-3, 4}, 5},
      {{3e200, -4e200}, 5e200},
      {{3e-200, 4e-200}, 5e-200},
      {{0x1p-1074}, 0x1p-1074},
      {{1, 1e-300}, 1},
      {{0x1p1023, 0x1p1023, 0x1p1023, 0x1p1023}, inf},
      {{1, -inf}, inf},
      {{1, nan, inf}, nan},
  };
  for (const auto& c : cases) {
    const double norm = global_norm<double>(c.values);
    if (std::isnan(c.norm))
      EXPECT_TRUE(std::isnan(norm));
    else if (c.norm == 0 || std::isinf(c.norm))
      EXPECT_EQ(norm, c.norm);
    else
      EXPECT_NEAR(norm / c.norm, 1, 1e-15) << c.norm;
  }
}

TEST(GlobalNorm, OfFloat32DoesNotOverflow) {
  EXPECT_EQ(global_norm<float>(std::vector<float>{0x3p125f, 0, 0x4p125f}), 0x5p125);
}

TEST(ClipByGlobalNorm, ScalesAllAlikeAboveTheLimitOnly) {
  std::vector<double> g = {3, -4, 0};
  EXPECT_EQ(clip_by_global_norm<double>(g, 6), 5);
  EXPECT_EQ(g, (std::vector<double>{3, -4, 0}));
  EXPECT_EQ(clip_by_global_norm<double>(g, 2), 5);
  const double scale = 2 / (5 + 1e-6);
  EXPECT_EQ(g, (std::vector<double>{3 * scale, -4 * scale, 0}));
  EXPECT_NEAR(global_norm<double>(g), 2, 1e-6);
}

TEST(ClipByGlobalNorm, RoundsTheScaleToFloat32Once) {
  std::vector<float> g(21, 1.0f);
  const double norm = clip_by_global_norm<float>(g, 0.5);
  EXPECT_EQ(norm, std::sqrt(21.0));
  for (const float x : g) EXPECT_EQ(x, static_cast<float>(0.5 / (norm + 1e-6)));
}

TEST(ClipByGlobalNorm, LetsWhatIsNotFiniteBeSeen) {
  std::vector<double> g = {1, nan, 2};
  EXPECT_TRUE(std::isnan(clip_by_global_norm<double>(g, 1)));
  for (const double x : g) EXPECT_TRUE(std::isnan(x));
  g = {1, inf, 2};
  EXPECT_EQ(clip_by_global_norm<double>(g, 1), inf);
  EXPECT_EQ(g[0], 0);
  EXPECT_TRUE(std::isnan(g[1]));
}

}  // namespace
}  // namespace etude::optim
