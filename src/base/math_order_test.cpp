// Sorting, and what depends on order (math.h).

#include "etude/base/math.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace etude::math {
namespace {

TEST(MathOrder, SortsAndKeepsEqualsInTheirOrder) {
  std::mt19937 random(1);
  for (const unsigned size : {0u, 1u, 2u, 3u, 7u, 100u, 1000u}) {
    std::vector<std::pair<int, unsigned>> values;
    for (unsigned i = 0; i < size; ++i) values.emplace_back(static_cast<int>(random() % 10), i);
    auto expected = values;
    std::sort(expected.begin(), expected.end());
    sort(values, [](const auto& a, const auto& b) { return a.first < b.first; });
    EXPECT_EQ(values, expected) << size;
  }
}

TEST(MathOrder, SortsPartOfWhatIsThere) {
  std::vector<std::string> words{"e", "d", "c", "b", "a"};
  sort(std::span(words).subspan(1, 3));
  EXPECT_EQ(words, (std::vector<std::string>{"e", "b", "c", "d", "a"}));
  sort(words, std::greater<>());
  EXPECT_EQ(words, (std::vector<std::string>{"e", "d", "c", "b", "a"}));
}

TEST(MathOrder, OfIndices) {
  const std::vector<double> values{3, 1, 2, 1};
  EXPECT_EQ(order_of(4, [&](auto i, auto k) { return values[i] < values[k]; }), (std::vector<std::size_t>{1, 3, 2, 0}));
}

}  // namespace
}  // namespace etude::math
