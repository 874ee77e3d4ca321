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
      {"", ""},
  };
  for (const auto& [text, line] : cases) {
    EXPECT_EQ(Error(text).message, line);
    EXPECT_EQ(Result<int>(refuse(text)).error().message, line);
  }
}

}  // namespace
}  // namespace etude
