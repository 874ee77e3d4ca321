#include "etude/base/result.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace etude
