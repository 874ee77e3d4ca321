#include "study/valley.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
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

TEST(Valley, IsFoundAmongPointsThatRanOnDifferentSeeds) {
  for (const double lowest : {6.7, 7.0, 7.3}) {
    const Points points = points_of({{4, 1}, {6, 6}, {7, 6}, {8, 4}, {10, 1}},
                                    [&](int point) { return 0.3 * (point - lowest) * (point - lowest); });
    const Valley valley = valley_of(points);
    EXPECT_EQ(valley.lowest, 7) << lowest;
    EXPECT_LE(valley.ends[0], 6);
    EXPECT_GE(valley.ends[1], 8);
  }
}

/// The curve goes down to the last point below the cliff, and no farther: seeds tell neighbours apart.
TEST(Valley, IsNotBentByACliff) {
  for (const double fall : {0.35, 0.5})
    for (const double cliff : {0.5, 1.0, 5.0}) {
      const Points points = points_of({{4, 1}, {5, 2}, {6, 6}, {7, 6}, {8, 4}},
                                      [&](int point) { return -fall * point + (point > 7 ? fall + cliff : 0); });
      EXPECT_EQ(valley_of(points).lowest, 7) << fall << " " << cliff;
    }
}

/// A run of bad luck at the best point, and of good luck two points above it.
TEST(Valley, IsSmoothWhereSeedsDoNotTellNeighboursApart) {
  const double luck[] = {0.3, -0.5, 0.6, -0.2, 0.1, -0.3};
  Points points;
  for (int point = 3; point <= 11; ++point)
    for (std::size_t seed = 0; seed < 6; ++seed) {
      const double own = luck[(seed + static_cast<std::size_t>(5 * point)) % 6];
      const double chance = point == 7 ? 0.12 : point == 9 ? -0.12 : 0;
      points[point].losses.push_back(math::exp(0.02 * (point - 7) * (point - 7) + own + chance));
    }
  find_levels(points);
  ASSERT_GT(points.at(7).level, points.at(9).level);
  EXPECT_LE(valley_of(points).lowest, 8);
}

/// Losses of nine points, 3 to 11, on six seeds each; `end` and `tail` are logarithms.
template <class End, class Tail>
Points with_tails(End end, Tail tail) {
  Points points;
  for (int point = 3; point <= 11; ++point)
    for (std::size_t seed = 0; seed < 6; ++seed) {
      points[point].losses.push_back(math::exp(end(point, seed)));
      points[point].tails.push_back(math::exp(tail(point, seed)));
    }
  find_levels(points);
  return points;
}

double round_valley(int point) { return 0.05 * (point - 7) * (point - 7); }

/// Ends that jump by a factor of e, and lie lowest at 10 by chance.
double jumping_end(int point, std::size_t seed) {
  const double luck[] = {0.9, -1.1, 0.3, 1.2, -0.8, -0.5};
  return round_valley(point) + luck[(seed + static_cast<std::size_t>(5 * point)) % 6] + (point == 10 ? -0.8 : 0);
}

TEST(Valley, IsThatOfTheTailsWhereTheEndsJump) {
  const auto tail = [](int point, std::size_t seed) {
    return 0.4 + round_valley(point) + 0.1 * static_cast<double>(seed);
  };
  const Points points = with_tails(jumping_end, tail);
  EXPECT_EQ(valley_of(points).lowest, 7);
  const Points ends_alone = with_tails(jumping_end, [](int, std::size_t) { return not_a_number; });
  EXPECT_GE(valley_of(ends_alone).lowest, 8);
  EXPECT_LT(points.at(7).variance, ends_alone.at(7).variance);
}

/// As where a decay makes the most of its last steps: what the ends know is not left to tails that lie elsewhere.
TEST(Valley, IsThatOfTheEndsWhereTheyDoNotJump) {
  const auto end = [](int point, std::size_t seed) { return round_valley(point) + 0.1 * static_cast<double>(seed); };
  for (const double slope : {-0.5, 0.5}) {
    const Points points =
        with_tails(end, [&](int point, std::size_t seed) { return end(point, seed) + slope * (point - 7); });
    EXPECT_EQ(valley_of(points).lowest, 7) << slope;
  }
}

TEST(Valley, IsThatOfTheEndsWhereATailIsNotKnown) {
  const auto no_tail = [](int, std::size_t) { return not_a_number; };
  const auto one_missing = [](int point, std::size_t seed) {
    return point == 5 && seed == 2 ? not_a_number : static_cast<double>(-point);
  };
  const Points none = with_tails(jumping_end, no_tail), some = with_tails(jumping_end, one_missing);
  for (const auto& [place, point] : none) EXPECT_EQ(point.level, some.at(place).level) << place;
}

TEST(Valley, CountsRunsThatDivergedAboveAllOthersByTheirTailsToo) {
  const auto height = [](int point, std::size_t seed) {
    return point > 7 && seed > 2 ? inf : -0.3 * point + 0.1 * static_cast<double>(seed);
  };
  EXPECT_EQ(valley_of(with_tails(height, height)).lowest, 7);
}

TEST(Valley, EndsWhereAllBeyondIsToldToBeHigher) {
  const Points steep = points_of({{4, 6}, {5, 6}, {6, 6}, {7, 6}, {8, 6}, {9, 6}, {10, 6}},
                                 [](int point) { return 2.0 * std::abs(point - 7); });
  EXPECT_EQ(valley_of(steep).ends, (std::array<int, 2>{6, 8}));
  const Points flat = points_of({{4, 2}, {5, 2}, {6, 2}, {7, 2}}, [](int) { return 0.0; });
  EXPECT_EQ(valley_of(flat).ends, (std::array<int, 2>{4, 7}));
}

TEST(Valley, OfASlopeIsItsLowestPoint) {
  EXPECT_EQ(valley_of(points_of({{4, 2}, {5, 2}, {6, 2}}, [](int point) { return -point; })).lowest, 6);
  EXPECT_EQ(valley_of(points_of({{4, 2}, {5, 2}, {6, 2}}, [](int point) { return point; })).lowest, 4);
}

TEST(Valley, OfFlatLossesIsTheSmallestPoint) {
  EXPECT_EQ(valley_of(points_of({{4, 2}, {5, 2}, {6, 2}}, [](int) { return 3.0; })).lowest, 4);
}

TEST(Valley, OfOnePointIsThatPoint) {
  const Valley valley = valley_of(points_of({{4, 1}}, [](int) { return 3.0; }));
  EXPECT_EQ(valley.lowest, 4);
  EXPECT_EQ(valley.ends, (std::array<int, 2>{4, 4}));
}

TEST(Levels, RankRunsThatDivergedAboveAllOthersAndTakeLossesBelowZero) {
  Points points{{4, {{-3, -2}}}, {5, {{-4, inf}}}, {6, {{inf, inf}}}};
  find_levels(points);
  EXPECT_LT(points.at(4).level, points.at(5).level);
  EXPECT_LT(points.at(5).level, points.at(6).level);
}

}  // namespace
}  // namespace etude::study
