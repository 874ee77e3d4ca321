#include "report/drawing/marks.h"

#include <gtest/gtest.h>

#include "report/drawing/awkward_figures_test.h"

namespace etude::report {
namespace {

TEST(Marks, Letters) {
  EXPECT_EQ(letter(0), 'A');
  EXPECT_EQ(letter(25), 'Z');
  EXPECT_EQ(letter(26), 'a');
  EXPECT_EQ(letter(51), 'z');
  EXPECT_EQ(letter(52), '#');
}

TEST(Marks, HuesAreSharedOnRequest) {
  Figure figure = fan(5);
  figure.lines[1].hue_of = 0;
  figure.lines[3].hue_of = 9;  // no such line: a hue of its own
  EXPECT_EQ(hues(figure.lines), (std::vector<std::size_t>{0, 0, 1, 2, 3}));
  EXPECT_EQ(hues(fan(13).lines).back(), 0u);
}

TEST(Marks, Spreads) {
  using Places = std::vector<double>;
  EXPECT_EQ(spread({}, 10, 0, 100), Places{});
  EXPECT_EQ(spread({50}, 10, 0, 100), Places{50});
  EXPECT_EQ(spread({20, 80}, 10, 0, 100), (Places{20, 80}));          // clear already
  EXPECT_EQ(spread({50, 50}, 10, 0, 100), (Places{45, 55}));          // the same distance either way
  EXPECT_EQ(spread({54, 50, 90}, 10, 0, 100), (Places{57, 47, 90}));  // in the order of the wanted places
  EXPECT_EQ(spread({-5, 0}, 10, 0, 100), (Places{0, 10}));            // pushed in at the ends
  EXPECT_EQ(spread({100, 99}, 10, 0, 100), (Places{100, 90}));
  EXPECT_EQ(spread({1, 2, 3}, 100, 0, 10), (Places{0, 5, 10}));  // no room: the gap shrinks
}

}  // namespace
}  // namespace etude::report
