#include "etude/data/spirals.h"

#include <gtest/gtest.h>

#include "support/golden.h"

namespace etude {
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

TEST(Spirals, FollowTheirOptions) {
  for (const std::size_t per_class : {0, 1, 2, 50}) {
    const Dataset data = make_spirals({.per_class = per_class, .noise = 0});
    EXPECT_EQ(data.samples(), 3 * per_class);
    EXPECT_EQ(data.inputs.size(), 2 * data.samples());
    for (std::size_t i = 0; i < data.samples(); ++i) {
      const double radius = std::hypot(data.inputs[2 * i], data.inputs[2 * i + 1]);
      EXPECT_GE(radius, 0.2 - 1e-12);
      EXPECT_LE(radius, 1 + 1e-12);
    }
  }
  EXPECT_NE(make_spirals({.seed = 1}).inputs, make_spirals({.seed = 2}).inputs);
}

}  // namespace
}  // namespace etude
