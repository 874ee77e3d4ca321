#include "study/valley.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/base/math.h"
#include "support/not_finite.h"

namespace etude::study {
namespace {

/// Losses whose logarithms are `height(point)` and what the seed adds, on as many seeds as a point has.
template <class Height>
Points points_of(const std::map<int, std::size_t>& seeds, Height height) {
  Points points;
  for (const auto& [point, count] : seeds)
    for (std::size_t seed = 0; seed < 6; ++seed)
      points[point].losses.push_back(seed < count ? math::exp(height(point) + static_cast<double>(seed * seed))
                                                  : std::nan(""));
  find_levels(points);
  return points;
}

TEST(Valley, IsFoundBetweenPointsThatRanOnDifferentSeeds) {
  for (const double lowest : {6.6, 7.0, 7.3}) {
    const Points points = points_of({{4, 1}, {6, 6}, {7, 6}, {8, 4}, {10, 1}},
                                    [&](int point) { return 0.1 * (point - lowest) * (point - lowest); });
    const Valley valley = valley_near(7, points, 3);
    EXPECT_NEAR(7 + valley.lowest, lowest, 0.02);
    EXPECT_LT(valley.error, 1);
  }
}

TEST(Valley, IsNotBentByACliff) {
  const Points points = points_of({{4, 6}, {5, 6}, {6, 6}, {7, 6}, {8, 6}, {9, 6}},
                                  [](int point) { return point < 8 ? -0.3 * point : 3.0 * (point - 8); });
  EXPECT_GT(valley_near(7, points, 3).lowest, -0.6);
}

TEST(Valley, OfASlopeLiesInfinitelyFarDown) {
  const Points points = points_of({{4, 2}, {5, 2}, {6, 2}}, [](int point) { return -0.1 * point * point; });
  EXPECT_EQ(valley_near(5, points, 3).lowest, inf);
  EXPECT_EQ(valley_near(5, points, 3).error, inf);
}

TEST(Valley, OfFlatLossesIsTheCentre) {
  Points points{{4, {{1, 1}}}, {5, {{1, 1}}}, {6, {{1, 1}}}};
  find_levels(points);
  EXPECT_EQ(valley_near(5, points, 3).lowest, 0);
}

TEST(Levels, RankRunsThatDivergedAboveAllOthersAndTakeLossesBelowZero) {
  Points points{{4, {{-3, -2}}}, {5, {{-4, inf}}}, {6, {{inf, inf}}}};
  find_levels(points);
  EXPECT_LT(points.at(4).level, points.at(5).level);
  EXPECT_LT(points.at(5).level, points.at(6).level);
}

}  // namespace
}  // namespace etude::study
