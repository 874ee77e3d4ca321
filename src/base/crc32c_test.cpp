#include "base/crc32c.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

namespace etude {
namespace {

TEST(Crc32c, OfKnownBytes) {
  std::string rising, falling;
  for (int i = 0; i < 32; ++i) rising += static_cast<char>(i);
  for (int i = 31; i >= 0; --i) falling += static_cast<char>(i);
  const std::pair<std::string, std::uint32_t> known[] = {{"", 0},  // RFC 3720, B.4, and the check value
                                                         {"123456789", 0xE3069283},
                                                         {std::string(32, '\0'), 0x8A9136AA},
                                                         {std::string(32, '\xff'), 0x62A8AB43},
                                                         {rising, 0x46DD794E},
                                                         {falling, 0x113FDB5C}};
  for (const auto& [bytes, crc] : known) EXPECT_EQ(crc32c(bytes), crc) << bytes;
  EXPECT_EQ(masked_crc32c(""), 0xA282EAD8);
}

}  // namespace
}  // namespace etude
