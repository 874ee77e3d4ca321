#include "store/hash.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

namespace etude::store {
namespace {

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes)
    for (const int shift : {4, 0}) text += "0123456789abcdef"[(static_cast<unsigned char>(byte) >> shift) & 15];
  return text;
}

// Of the published test vectors of FNV-1a.
TEST(Hash, IsFnv1aOf128Bits) {
  const std::pair<const char*, const char*> cases[] = {{"", "6c62272e07bb014262b821756295c58d"},
                                                       {"a", "d228cb696f1a8caf78912b704e4a8964"},
                                                       {"foobar", "343e1662793c64bf6f0d3597ba446f18"}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(hex(Hash().bytes(text).digest()), expected) << text;
}

TEST(Hash, TellsTextsFromTheirConcatenation) {
  EXPECT_NE(Hash().text("ab").text("c").digest(), Hash().text("a").text("bc").digest());
  EXPECT_NE(Hash().text("").text("a").digest(), Hash().text("a").text("").digest());
}

TEST(Hash, TakesNumbersAsADatabaseGivesThemBack) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Hash().real(-0.0).folded(), Hash().real(0.0).folded());
  EXPECT_EQ(Hash().real(nan).folded(), Hash().real(-nan).folded());
  EXPECT_NE(Hash().real(1.0).folded(), Hash().real(1.0000000000000002).folded());
}

}  // namespace
}  // namespace etude::store
