#include "etude/base/pattern.h"

#include <gtest/gtest.h>

#include <limits>

namespace etude {
namespace {

TEST(Pattern, FillsItsGaps) {
  EXPECT_EQ(filled("lr={}, T_max={}", {0.1, 99}), "lr=0.1, T_max=99");
  EXPECT_EQ(filled("{}({})", {std::string("f"), "x"}), "f(x)");
  EXPECT_EQ(filled("{} and {}", {1.0}), "1.0 and {}") << "a gap without a word stays";
  EXPECT_EQ(filled("{}{}", {when(true, "+", plain(1)), when(false, "+", "x")}), "+1");
}

TEST(Pattern, WritesNumbersAsPythonDoes) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(filled("{} {} {}", {1.0, plain(1), 1}), "1.0 1 1");
  EXPECT_EQ(filled("{} {}", {1e300, 0.5}), "1e300 0.5");
  EXPECT_EQ(arithmetic("{} {} {}", {1.0, endless, infinity}), "1 math.inf math.inf");
}

TEST(Pattern, JoinsAndIndents) {
  std::string list;
  for (const char* item : {"a", "b"}) add_item(list, item);
  EXPECT_EQ(list, "a, b");
  EXPECT_EQ(indented("a\n\nb", 2), "  a\n\n  b\n");
}

}  // namespace
}  // namespace etude
