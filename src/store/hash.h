#pragma once
// Idea:    a fingerprint of some bytes, for finding them again and for seeing that they have changed.
// Formula: FNV-1a of 128 bits: h = (h xor byte) * (2^88 + 2^8 + 0x3b) mod 2^128 for every byte, from a fixed start.
// Edges:   no bytes give the start. Every text goes in with its length before it, so that "ab", "c" is not "a", "bc".
// Cost:    three 64-bit products a byte; equal on every platform.
// Source:  Fowler, Noll and Vo; draft-eastlake-fnv.

#include <cstdint>
#include <string>
#include <string_view>

namespace etude::store {

class Hash {
 public:
  /// Bytes as they are.
  Hash& bytes(std::string_view bytes);
  /// A text with its length before it.
  Hash& text(std::string_view text);
  /// Eight bytes, the lowest first.
  Hash& number(std::uint64_t number);
  /// Its bits; -0 as 0 and every NaN alike, as they come back from a database.
  Hash& real(double number);

  /// Sixteen bytes, the highest first.
  std::string digest() const;
  /// The two halves, each bit of which depends on all bytes, as one number.
  std::int64_t folded() const { return static_cast<std::int64_t>(high_ ^ low_); }

 private:
  std::uint64_t high_ = 0x6c62272e07bb0142, low_ = 0x62b821756295c58d;
};

}  // namespace etude::store
