#include "optim/landscape.h"

#include <gtest/gtest.h>

#include <cmath>

namespace etude::optim {
namespace {

auto constant(double rate) {
  return [rate](Step) { return Rates{.lr = rate}; };
}

TEST(Landscape, GradientsAreThoseOfTheHeights) {
  constexpr double h = 1e-5;
  for (const Landscape& each : landscapes()) {
    for (const Point& at : {each.start, Point{0.3, -0.7}, Point{-1.1, 0.4}, Point{1.9, 1.2}}) {
      const auto [x, y] = at;
      const Point gradient = each.gradient(x, y);
      EXPECT_NEAR(gradient[0], (each.height(x + h, y) - each.height(x - h, y)) / (2 * h), 1e-7) << each.name;
      EXPECT_NEAR(gradient[1], (each.height(x, y + h) - each.height(x, y - h)) / (2 * h), 1e-7) << each.name;
    }
  }
}

TEST(Landscape, NamedMinimaAreMinimaInTheRanges) {
  for (const Landscape& each : landscapes()) {
    ASSERT_FALSE(each.minima.empty()) << each.name;
    for (const auto& [x, y] : each.minima) {
      EXPECT_NEAR(std::hypot(each.gradient(x, y)[0], each.gradient(x, y)[1]), 0, 1e-9) << each.name;
      for (const double d : {-1e-3, 1e-3}) {
        EXPECT_GT(each.height(x + d, y), each.height(x, y)) << each.name;
        EXPECT_GT(each.height(x, y + d), each.height(x, y)) << each.name;
      }
      EXPECT_TRUE(each.x[0] < x && x < each.x[1] && each.y[0] < y && y < each.y[1]) << each.name;
    }
    EXPECT_EQ(*landscape_named(each.name), &each);
  }
}

TEST(Landscape, ABowlShrinksByOneMinusTheRate) {
  const auto path = descend(**landscape_named("bowl"), constant(0.25), {.steps = 3, .start = {4, -8}});
  ASSERT_TRUE(path);
  EXPECT_EQ(path->x, (std::vector<double>{4, 3, 2.25, 1.6875}));
  EXPECT_EQ(path->y, (std::vector<double>{-8, -6, -4.5, -3.375}));
  EXPECT_EQ(path->loss[0], 40);
  EXPECT_FALSE(path->diverged_at);
}

TEST(Landscape, ARavineDivergesAboveTwoOverItsCurvature) {
  const Landscape& ravine = **landscape_named("ravine");
  const DescentOptions options{.steps = 1000, .start = ravine.start};
  EXPECT_FALSE(descend(ravine, constant(0.079), options)->diverged_at);
  const auto path = descend(ravine, constant(0.2), options);
  ASSERT_TRUE(path->diverged_at);
  EXPECT_EQ(static_cast<std::size_t>(*path->diverged_at), path->loss.size());
  for (const double loss : path->loss) EXPECT_TRUE(std::isfinite(loss));
}

TEST(Landscape, NoiseIsOfItsSeed) {
  const Landscape& bowl = **landscape_named("bowl");
  const auto end = [&](std::uint32_t seed) {
    return descend(bowl, constant(0.1), {.steps = 20, .noise = 1, .seed = seed})->x.back();
  };
  EXPECT_EQ(end(1), end(1));
  EXPECT_NE(end(1), end(2));
}

TEST(Landscape, RefusesWhatCannotBe) {
  const Landscape& bowl = landscapes()[0];
  EXPECT_FALSE(landscape_named("bowel"));
  EXPECT_FALSE(descend(bowl, constant(0.1), {.steps = 0}));
  EXPECT_FALSE(descend(bowl, constant(0.1), {.noise = -1}));
  EXPECT_FALSE(descend(bowl, [](Step) { return Rates{.lr = 0.1, .beta1 = 0.1}; }, {}));
}

}  // namespace
}  // namespace etude::optim
