#include "report/drawing/scale.h"

#include <gtest/gtest.h>

#include "report/drawing/awkward_figures_test.h"

namespace etude::report {
namespace {

std::vector<std::string> labels(const Scale& scale, int at_most) {
  std::vector<std::string> out;
  for (const Tick& tick : ticks(scale, at_most)) out.push_back(tick.label);
  return out;
}

TEST(Scale, TicksAreNice) {
  using Labels = std::vector<std::string>;
  const struct {
    Scale scale;
    int at_most;
    Labels expected;
  } cases[] = {
      {{false, 0, 300}, 7, {"0", "50", "100", "150", "200", "250", "300"}},
      {{false, 0, 0.05}, 6, {"0", "0.01", "0.02", "0.03", "0.04", "0.05"}},
      {{false, 0, 0.3}, 4, {"0", "0.1", "0.2", "0.3"}},
      {{false, -1, 1}, 5, {"-1", "-0.5", "0", "0.5", "1"}},
      {{false, 0, 1}, 1, {"0"}},
      {{false, 0, 4e-4}, 5, {"0", "1e-4", "2e-4", "3e-4", "4e-4"}},
      {{false, 1e9, 1e9 + 1}, 3, {"1000000000", "1000000000.5", "1000000001"}},
      {{true, 1e-6, 1}, 8, {"1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.1", "1"}},
      {{true, 1e-6, 1}, 4, {"1e-6", "1e-4", "0.01", "1"}},
      {{true, 0.04, 1.2}, 9, {"0.05", "0.1", "0.2", "0.5", "1"}},
      {{true, 0.04, 1.2}, 3, {"0.1", "1"}},
      {{true, 0.6, 1.1}, 6, {"0.6", "0.7", "0.8", "0.9", "1", "1.1"}},
      {{true, 1e-300, 1e300}, 3, {"1e-200", "1", "1e200"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(labels(c.scale, c.at_most), c.expected) << c.scale.low() << " ... " << c.scale.high();
  }
}

TEST(Scale, PositionsRunFromZeroToOne) {
  EXPECT_DOUBLE_EQ((Scale{false, -2, 6}.position(0)), 0.25);
  EXPECT_DOUBLE_EQ((Scale{true, 0.01, 100}.position(1)), 0.5);
}

TEST(Scale, FitsSnapsAndPads) {
  const Scales scales = fit(figure_of({line_of("a", {0, 299}, {0.01, 0.05})}));
  EXPECT_EQ(scales.x.high(), 300);
  EXPECT_EQ(scales.x.low(), 0);
  EXPECT_EQ(fit(figure_of({line_of("a", {0, 260}, {0, 1})})).x.high(), 260);
  EXPECT_GT(scales.y.high(), 0.05);
  EXPECT_GE(scales.y.low(), 0);
  EXPECT_EQ(fit(figure_of({line_of("a", {0, 1}, {1e-4, 0.05})})).y.low(), 0);
}

TEST(Scale, HoldsEveryPointOfEveryFigure) {
  for (const Case& c : awkward_figures()) {
    const Scales scales = fit(c.figure);
    for (const Scale& scale : {scales.x, scales.y}) {
      EXPECT_LT(scale.low(), scale.high()) << c.name;
      EXPECT_TRUE(!scale.is_log() || scale.low() > 0) << c.name;
    }
    for (const Line& line : c.figure.lines) {
      for (std::size_t i = 0; i < std::min(line.x.size(), line.y.size()); ++i) {
        if (!drawable(c.figure.x, line.x[i]) || !drawable(c.figure.y, line.y[i])) continue;
        EXPECT_FALSE(scales.empty) << c.name;
        EXPECT_GE(scales.x.position(line.x[i]), -1e-9) << c.name;
        EXPECT_LE(scales.x.position(line.x[i]), 1 + 1e-9) << c.name;
        EXPECT_GE(scales.y.position(line.y[i]), -1e-9) << c.name;
        EXPECT_LE(scales.y.position(line.y[i]), 1 + 1e-9) << c.name;
      }
    }
  }
}

TEST(Scale, TicksOfEveryFigureLieWithinAndRise) {
  for (const Case& c : awkward_figures()) {
    const Scales scales = fit(c.figure);
    for (const Scale& scale : {scales.x, scales.y}) {
      for (const int at_most : {1, 2, 5, 20}) {
        const std::vector<Tick> found = ticks(scale, at_most);
        EXPECT_LE(static_cast<int>(found.size()), at_most) << c.name;
        EXPECT_GE(found.size(), at_most >= 5 ? 2u : 0u) << c.name;
        for (const Tick& tick : found) EXPECT_NEAR(scale.position(tick.value), 0.5, 0.5 + 1e-6) << c.name;
        for (std::size_t i = 1; i < found.size(); ++i) {
          EXPECT_LT(found[i - 1].value, found[i].value) << c.name;
          EXPECT_NE(found[i - 1].label, found[i].label) << c.name;
        }
      }
    }
  }
}

}  // namespace
}  // namespace etude::report
