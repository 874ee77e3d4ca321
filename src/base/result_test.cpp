#include "etude/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace etude {
namespace {

TEST(Error, IsOneLineWhateverItQuotes) {
  const std::pair<std::string, std::string> cases[] = {
      {"steps must be at least 1, not 0", "steps must be at least 1, not 0"},
      {"a mode of \"\xce\xb7\"", "a mode of \"\xce\xb7\""},
      {"mode='a\nb'", "mode='a\\x0ab'"},
      {std::string("\0\t\x1b[2J\x7f", 7), "\\x00\\x09\\x1b[2J\\x7f"},
      {"caf\u00e9, \u5b66, \U0001f600", "caf\u00e9, \u5b66, \U0001f600"},
      {"a\u202eb\u2066c\ufeff", "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6c\\xef\\xbb\\xbf"},
      {"C1: \u009b31m", "C1: \\xc2\\x9b31m"},
      {"no UTF-8: \xff \xe2\x80 \xc3", "no UTF-8: \\xff \\xe2\\x80 \\xc3"},
      {"", ""},
  };
  for (const auto& [text, line] : cases) {
    EXPECT_EQ(Error(text).message, line);
    EXPECT_EQ(Result<int>(refuse(text)).error().message, line);
  }
}

TEST(Result, HasAValueOrSaysWhyNot) {
  const Result<int> four = 4, none = refuse("why");
  EXPECT_TRUE(four && !none && four.has_value());
  EXPECT_EQ(*four, 4);
  EXPECT_EQ(none.error().message, "why");
  EXPECT_EQ(four.value_or(1), 4);
  EXPECT_EQ(none.value_or(1), 1);
  EXPECT_EQ(four, Result<int>(4));
  EXPECT_NE(four, none);
  EXPECT_NE(none, Result<int>(refuse("another")));
  EXPECT_EQ(Result<std::vector<int>>({1, 2})->size(), 2u);
}

TEST(Result, IsCopiedAsItIsWhateverItsTypeCanBeMadeOf) {
  Result<bool> no = false, refused = refuse("why");
  const Result<bool> copy = no, of_refused = refused;
  EXPECT_TRUE(copy && !*copy);
  EXPECT_FALSE(of_refused.has_value());
}

TEST(Result, LeadsOnWhereItHasAValue) {
  const auto halved = [](int n) -> Result<int> { return n % 2 ? Result<int>(refuse("odd")) : n / 2; };
  EXPECT_EQ(*Result<int>(8).and_then(halved).and_then(halved).map([](int n) { return n + 0.5; }), 2.5);
  EXPECT_EQ(Result<int>(6).and_then(halved).and_then(halved).map([](int n) { return n + 0.5; }).error().message, "odd");
  int calls = 0;
  const auto count = [&] { ++calls; };
  EXPECT_TRUE(Result<void>().map(count));
  EXPECT_FALSE(Result<void>(refuse("why")).map(count));
  EXPECT_EQ(calls, 1);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
  const auto taken = std::move(made).map([](std::unique_ptr<int> each) { return *each; });
  EXPECT_EQ(*taken, 3);
}

}  // namespace
}  // namespace etude
