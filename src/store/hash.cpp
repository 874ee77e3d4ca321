// FNV-1a over 128 bits, kept as two halves of 64 bits. Formula: for each byte h <- (h xor byte) (2^88 + 0x13b) mod 2^128.
// Source: Fowler, Noll and Vo, the FNV hash.

#include "store/hash.h"
#include "etude/base/number.h"

#include <bit>
#include <cmath>

namespace etude::store {

Hash& Hash::bytes(std::string_view bytes) {
  constexpr std::uint64_t prime_low = 0x13b, half = 0xffff'ffff;  // the prime is 2^88 + prime_low
  for (const char byte : bytes) {
    low_ ^= static_cast<unsigned char>(byte);
    const std::uint64_t first = (low_ & half) * prime_low;
    const std::uint64_t second = (low_ >> 32) * prime_low + (first >> 32);
    high_ = high_ * prime_low + (second >> 32) + (low_ << 24);
    low_ = (second << 32) | (first & half);
  }
  return *this;
}

Hash& Hash::text(std::string_view text) { return number(text.size()).bytes(text); }

Hash& Hash::number(std::uint64_t number) {
  char eight[8];
  for (char& byte : eight) {
    byte = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return bytes({eight, sizeof eight});
}

Hash& Hash::real(double number) {
  const double plain = std::isnan(number) ? not_a_number : number + 0.0;
  return this->number(std::bit_cast<std::uint64_t>(plain));
}

std::string Hash::digest() const {
  std::string sixteen;
  for (const std::uint64_t word : {high_, low_})
    for (int shift = 56; shift >= 0; shift -= 8) sixteen += static_cast<char>((word >> shift) & 0xff);
  return sixteen;
}

}  // namespace etude::store
