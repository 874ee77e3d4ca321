#include "base/words.h"

#include <gtest/gtest.h>

namespace etude {
namespace {

TEST(Words, AreJoined) {
  const struct {
    std::vector<std::string_view> words;
    std::string list, either;
  } cases[] = {
      {{}, "", ""}, {{"a"}, "a", "a"}, {{"a", "b"}, "a, b", "a or b"}, {{"a", "b", "c"}, "a, b, c", "a, b or c"}};
  for (const auto& [words, list, either] : cases) {
    EXPECT_EQ(joined(words), list);
    EXPECT_EQ(joined(words, ", ", " or "), either);
  }
  const std::vector<std::pair<std::string, int>> entries{{"x", 1}, {"y", 2}};
  EXPECT_EQ(joined_of(entries, &std::pair<std::string, int>::first, "; "), "x; y");
}

TEST(Words, ThatNameNothingAreRefusedWithAll) {
  const std::vector<std::string_view> names{"cosine", "linear"};
  EXPECT_EQ(index_of("kind", "linear", names).value_or(9), 1U);
  EXPECT_EQ(index_of("kind", "cosin", names).error().message,
            "there is no kind \"cosin\"; did you mean cosine? there is: cosine, linear");
}

}  // namespace
}  // namespace etude
