#include "report/drawing/trace.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/drawing/awkward_figures_test.h"

namespace etude::report {
namespace {

std::vector<Piece> traced(const Figure& figure, int columns) {
  return trace(figure.lines[0], figure, fit(figure), columns);
}

TEST(Trace, KeepsEveryPointWhereThereIsRoom) {
  const std::vector<Piece> pieces = traced(figure_of({line_of("a", {0, 1, 0.5, 0.25})}), 100);
  ASSERT_EQ(pieces.size(), 1u);
  ASSERT_EQ(pieces[0].size(), 4u);
  EXPECT_DOUBLE_EQ(pieces[0][0].x, 0);
  EXPECT_DOUBLE_EQ(pieces[0][3].x, 1);
  EXPECT_GT(pieces[0][1].y, pieces[0][2].y);
}

TEST(Trace, KeepsTheExtremesOfAMillionPoints) {
  std::vector<double> y(1000000, 0.5);
  y[123456] = 2;
  y[654321] = -1;
  const Figure figure = figure_of({line_of("a", y)});
  const std::vector<Piece> pieces = traced(figure, 700);
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_LE(pieces[0].size(), 1402u);
  const auto lower = [](const Point& a, const Point& b) { return a.y < b.y; };
  EXPECT_DOUBLE_EQ(std::max_element(pieces[0].begin(), pieces[0].end(), lower)->y, fit(figure).y.position(2));
  EXPECT_DOUBLE_EQ(std::min_element(pieces[0].begin(), pieces[0].end(), lower)->y, fit(figure).y.position(-1));
  EXPECT_NEAR(pieces[0].back().x, 0.999999, 1e-6);
}

TEST(Trace, BreaksAtWhatCannotBeDrawn) {
  const double nan = std::nan("");
  const Figure figure = figure_of({line_of("a", {1, 2, nan, 3, nan, -1, 4, 5, 6})}, false, true);
  std::vector<std::size_t> sizes;
  for (const Piece& piece : traced(figure, 100)) sizes.push_back(piece.size());
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 1, 3}));
}

TEST(Trace, AGapWithinAColumnIsNotSeen) {
  std::vector<double> y;
  for (int i = 0; i < 100000; ++i) y.push_back(i % 2 == 0 ? i : std::nan(""));
  EXPECT_LT(traced(figure_of({line_of("a", y)}), 50).size(), 51u);
}

TEST(Trace, StaysInTheSquareAndIsShort) {
  for (const Case& c : awkward_figures()) {
    const Scales scales = fit(c.figure);
    for (const Line& line : c.figure.lines) {
      for (const int columns : {0, 1, 18, 700}) {
        for (const Piece& piece : trace(line, c.figure, scales, columns)) {
          EXPECT_FALSE(piece.empty()) << c.name;
          for (const Point& point : piece) {
            EXPECT_NEAR(point.x, 0.5, 0.5 + 1e-9) << c.name;
            EXPECT_NEAR(point.y, 0.5, 0.5 + 1e-9) << c.name;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace etude::report
