#pragma once
// How a test expects a refusal.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "etude/base/result.h"

namespace etude::testing {

/// Expects a refusal whose one line has all of `parts` in it.
template <class T>
void expect_refused(const Result<T>& result, const std::vector<std::string>& parts) {
  ASSERT_FALSE(result) << "not refused, expected " << parts[0];
  for (const std::string& part : parts)
    EXPECT_NE(result.error().message.find(part), std::string::npos) << result.error().message << "\nlacks " << part;
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
}

}  // namespace etude::testing
