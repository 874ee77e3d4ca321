#include "adapters/program/command.h"

#include <gtest/gtest.h>

namespace etude::program {
namespace {

using Words = std::vector<std::string>;

TEST(Command, IsSplitAsAShellDoes) {
  const std::vector<std::pair<std::string, Words>> cases{
      {"python3 train.py", {"python3", "train.py"}},
      {"  a\t b\n", {"a", "b"}},
      {"'a b' \"c d\"", {"a b", "c d"}},
      {"a'b'\"c\"d", {"abcd"}},
      {"a '' \"\" b", {"a", "", "", "b"}},
      {R"(a\ b \\ \' \")", {"a b", "\\", "'", "\""}},
      {R"("a\"b" "a\b" "\$x" "\\")", {"a\"b", "a\\b", "$x", "\\"}},
      {R"('a\b"')", {"a\\b\""}},
      {"a\\\nb", {"ab"}},
      {"$HOME * a|b > c ; `d` #e", {"$HOME", "*", "a|b", ">", "c", ";", "`d`", "#e"}},
  };
  for (const auto& [command, words] : cases) {
    const auto split = split_words(command);
    ASSERT_TRUE(split) << command;
    EXPECT_EQ(*split, words) << command;
  }
}

TEST(Command, IsRefusedWithTheColumn) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "the trainer's command is empty; type one, as in 'python3 train.py {schedule} {log}'"},
      {" \t", "the trainer's command is empty; type one, as in 'python3 train.py {schedule} {log}'"},
      {"a 'b c", "the trainer's command, column 3: this ' has no end; close it, or type \\'"},
      {"a\xc3\xa4 \"b\\\"", "the trainer's command, column 4: this \" has no end; close it, or type \\\""},
      {"a b\\", "the trainer's command, column 4: a backslash has nothing after it; type \\\\ for a backslash"},
  };
  for (const auto& [command, message] : cases) {
    const auto split = split_words(command);
    ASSERT_FALSE(split) << command;
    EXPECT_EQ(split.error().message, message);
  }
}

TEST(Command, IsFilledInOnce) {
  EXPECT_EQ(filled_in("--log={log}/{seed}{", {{"{log}", "{seed}"}, {"{seed}", "7"}}), "--log={seed}/7{");
  EXPECT_EQ(filled_in("{other}", {{"{log}", "x"}}), "{other}");
}

}  // namespace
}  // namespace etude::program
