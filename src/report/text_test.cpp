#include "report/text.h"

#include <gtest/gtest.h>

namespace etude::report {
namespace {

TEST(Text, CountsCodePoints) {
  const std::pair<const char*, std::size_t> cases[] = {{"", 0},      {"abc", 3}, {"Σlr", 3},
                                                       {"§2, 7", 5}, {"⣿×", 2},  {"😀", 1}};
  for (const auto& [text, width] : cases) EXPECT_EQ(display_width(text), width) << text;
}

TEST(Text, CleansWhatIsNotText) {
  const std::pair<std::string, std::string> cases[] = {
      {"a\nb\tc", "a b c"},
      {"\x1b[31m", " [31m"},
      {std::string("a\0b", 3), "a b"},
      {"\x7f\xC2\x9B", "  "},                            // DEL and a C1 control
      {"\x80", "\uFFFD"},                                // a continuation alone
      {"\xC3", "\uFFFD"},                                // cut short
      {"\xC0\xAF", "\uFFFD\uFFFD"},                      // overlong
      {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},            // overlong
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // a surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // beyond U+10FFFF
      {"\xEF\xBF\xBF", " "},                             // U+FFFF, which XML forbids
      {"ok \xF0\x9F\x98\x80", "ok 😀"}};
  for (const auto& [text, clean] : cases) EXPECT_EQ(utf8(code_points(text)), clean);
}

TEST(Text, SpellsInAscii) {
  EXPECT_EQ(plain_ascii("Σlr ± §2, 7 … 3×4"), "sum lr +- sec. 2, 7 ... 3x4");
  EXPECT_EQ(plain_ascii("学\xff"), "??");
}

TEST(Text, ElidesTheMiddle) {
  EXPECT_EQ(elide("cosine", 6, "…"), "cosine");
  EXPECT_EQ(elide("warmup_cosine_peak_0.08", 12, "…"), "warmup…_0.08");
  EXPECT_EQ(elide("warmup_cosine_peak_0.08", 12, "..."), "warmu...0.08");
  EXPECT_EQ(elide("abcdef", 1, "…"), "a");
  EXPECT_EQ(elide("abcdef", 2, "..."), "ab");
  EXPECT_EQ(elide("abcdef", 0, "…"), "");
}

TEST(Text, Wraps) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrap("", 10), Lines{});
  EXPECT_EQ(wrap("   ", 10), Lines{});
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("Σlr  ±x ", 6), (Lines{"Σlr ±x"}));
  EXPECT_EQ(wrap("  one two three", 9), (Lines{"  one two", "  three"}));
  EXPECT_EQ(wrap("one two three", 7, LongWord::stays, 2), (Lines{"one two", "  three"}));
  EXPECT_EQ(wrap("ab abcdefgh c", 3), (Lines{"ab", "abcdefgh", "c"}));
}

TEST(Text, BreaksWordsThatAreLongerThanALine) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrap("ab abcdefgh c", 3, LongWord::is_broken), (Lines{"ab", "abc", "def", "gh", "c"}));
  EXPECT_EQ(wrap("ab", 0, LongWord::is_broken), (Lines{"a", "b"}));
  EXPECT_EQ(wrap("linear(from=1,steps=300)", 12, LongWord::is_broken, 1),
            (Lines{"linear(", " from=1,", " steps=300)"}));
}

}  // namespace
}  // namespace etude::report
