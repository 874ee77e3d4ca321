#include "data/spirals.h"

#include <gtest/gtest.h>

#include <limits>

#include "etude/base/math.h"
#include "support/golden.h"
#include "support/refused.h"

namespace etude::data {
namespace {

TEST(Spirals, AreThePostsToTheLastBits) {
  const Dataset data = make_spirals();
  const auto rows = testing::golden("seed_spirals.csv");
  ASSERT_EQ(data.samples(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_LE(testing::relative_error(data.inputs[2 * i], testing::number(rows[i][0])), 1e-15) << i;
    EXPECT_LE(testing::relative_error(data.inputs[2 * i + 1], testing::number(rows[i][1])), 1e-15) << i;
    EXPECT_EQ(std::to_string(data.labels[i]), rows[i][2]);
  }
}

TEST(Spirals, HaveTheArmsAndRadiiThatAreAskedFor) {
  for (const std::size_t classes : {2, 3, 7}) {
    const Dataset data =
        make_spirals({.classes = classes, .per_class = 5, .inner_radius = 2, .outer_radius = 1, .noise = 0});
    EXPECT_TRUE(check(data));
    EXPECT_EQ(data.classes, classes);
    EXPECT_EQ(data.samples(), 5 * classes);
    for (std::size_t i = 0; i < data.samples(); ++i) {
      EXPECT_EQ(data.labels[i], static_cast<std::int32_t>(i / 5));
      EXPECT_NEAR(std::hypot(data.inputs[2 * i], data.inputs[2 * i + 1]), 2 - 0.25 * static_cast<double>(i % 5), 1e-12);
    }
  }
  EXPECT_NE(make_spirals({.seed = 1}).inputs, make_spirals({.seed = 2}).inputs);
}

TEST(Spirals, TurnAndStandApartAsAskedFor) {
  // The angle, without noise, of each arm's first and last sample in units of pi.
  struct Case {
    SpiralOptions options;
    std::vector<double> begins, turns;
  };
  const double pi = math::pi;
  const Case cases[] = {
      {{.classes = 2, .per_class = 2, .turn_radians = 0, .spacing_radians = pi / 2, .noise = 0}, {0, 0.5}, {0, 0}},
      {{.classes = 4, .per_class = 2, .turn_radians = pi, .spacing_radians = 0, .noise = 0},
       {0, 0.5, 1, 1.5},
       {1, 1, 1, 1}},
      {{.classes = 2, .per_class = 2, .turn_radians = -pi / 2, .spacing_radians = -pi, .noise = 0},
       {0, -1},
       {-0.5, -0.5}},
  };
  for (const auto& [options, begins, turns] : cases) {
    const Dataset data = make_spirals(options);
    for (std::size_t c = 0; c < begins.size(); ++c)
      for (const std::size_t end : {0, 1}) {
        const double angle = pi * (begins[c] + static_cast<double>(end) * turns[c]);
        const double radius = end ? 1 : 0.2;
        EXPECT_NEAR(data.inputs[4 * c + 2 * end], radius * std::cos(angle), 1e-14);
        EXPECT_NEAR(data.inputs[4 * c + 2 * end + 1], radius * std::sin(angle), 1e-14);
      }
  }
}

TEST(CheckSpirals, RefusesWhatMakesNoSpirals) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  const std::pair<SpiralOptions, std::vector<std::string>> cases[] = {
      {{.classes = 1}, {"classes must be 2 to 65536, not 1"}},
      {{.classes = 65537}, {"not 65537"}},
      {{.per_class = 1}, {"per_class", "at least 2"}},
      {{.per_class = 0}, {"per_class=0"}},
      {{.per_class = 3'333'334}, {"at most 10000000"}},
      {{.per_class = std::numeric_limits<std::size_t>::max()}, {"at most 10000000"}},
      {{.turn_radians = infinity}, {"turn_radians must be a finite number, not inf"}},
      {{.spacing_radians = nan}, {"spacing_radians"}},
      {{.inner_radius = -0.1}, {"inner_radius", "at least 0, not -0.1"}},
      {{.outer_radius = nan}, {"outer_radius"}},
      {{.inner_radius = 0, .outer_radius = 0}, {"above 0"}},
      {{.noise = -1e-9}, {"noise", "-1e-9"}},
      {{.noise = nan}, {"noise", "nan"}},
  };
  for (const auto& [options, parts] : cases) testing::expect_refused(check(options), parts);
  EXPECT_TRUE(check(SpiralOptions{}));
  EXPECT_TRUE(check(SpiralOptions{.per_class = 3'333'333, .turn_radians = -9, .inner_radius = 0, .noise = 0}));
}

}  // namespace
}  // namespace etude::data
