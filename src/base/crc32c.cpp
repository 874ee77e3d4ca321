// Idea: the remainder of the bytes, as a polynomial over GF(2), by Castagnoli's polynomial, a byte at a time with a
// table of the 256 remainders. Formula: bits reversed, start and end with all bits turned over. Edges: no bytes give 0.
// Cost: O(bytes). Source: RFC 3720, B.4; the mask is that of the TFRecord format.

#include "base/crc32c.h"

#include <array>

namespace etude {
namespace {

constexpr std::uint32_t castagnoli = 0x82F63B78;  // reversed
constexpr std::uint32_t crc_mask = 0xA282EAD8;

constexpr std::array<std::uint32_t, 256> made_remainders() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? castagnoli : 0);
    table[i] = rest;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> crc_remainders = made_remainders();

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) crc = (crc >> 8) ^ crc_remainders[(crc ^ static_cast<unsigned char>(byte)) & 0xFF];
  return ~crc;
}

std::uint32_t masked_crc32c(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + crc_mask;
}

}  // namespace etude
