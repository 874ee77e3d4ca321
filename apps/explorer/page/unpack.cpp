// The page's texts to what they hold: letters to bytes, and those, LZMA as build.mjs writes it, to what was packed. A
// module of its own, small enough to stand in loader.ts, and three times as fast there as a script that just began.

#include <algorithm>
#include <array>
#include <cstdint>

namespace {

using Byte = std::uint8_t;

/// The letters from "=" to U+FEFE but the halves of pairs, none of which HTML would change: the first 60804 stand for
/// the 16 bits that they count, the other 2366 for 15. So a byte of the page holds 7.96 bits; base64's hold 6, or 3 in
/// UTF-16.
class Letters {
 public:
  explicit Letters(const std::uint16_t* text) : text_(text) {}

  std::uint32_t byte() {
    if (bits_ < 8) letter();
    bits_ -= 8;
    return held_ >> bits_ & 255;
  }

 private:
  void letter() {
    const std::uint32_t letter = *text_++, place = letter - 61 - (letter < 0xd800 ? 0 : 2048);
    const bool is_whole = place < 60804;
    const std::uint32_t bits = is_whole ? 16 : 15;
    held_ = held_ << bits | (is_whole ? place : place - 30402);
    bits_ += bits;
  }

  const std::uint16_t* text_;
  std::uint32_t held_ = 0, bits_ = 0;
};

/// Where the model keeps its chances; those of a literal depend on the upper four bits of the byte before it (lc=4).
enum Chance : std::uint32_t {
  is_match = 0,
  is_repeat = 12,
  is_older = 24,  // thrice 12: than the last distance, than the last but one, than the one before
  is_long = 60,
  slots = 72,
  near_bits = 328,
  align_bits = 456,
  match_length = 472,
  repeat_length = 746,
  literals = 1020,
  chances = literals + 16 * 768,
};

class Unpacker {
 public:
  explicit Unpacker(const std::uint16_t* text) : letters_(text) {
    chances_.fill(1024);
    letters_.byte();  // always 0
    for (int i = 0; i < 4; ++i) code_ = code_ << 8 | letters_.byte();
  }

  void unpack(Byte* out, const Byte* end) {
    std::uint32_t state = 0, before = 0;
    while (out < end) {
      if (!bit(is_match + state)) {
        before = literal(literals + 768 * (before >> 4), state > 6 ? out[-1 - last_[0]] : -1);
        *out++ = static_cast<Byte>(before);
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      std::uint32_t length = 1;
      if (!bit(is_repeat + state)) {
        length = length_of(match_length);
        reuse(3, distance_of(length));
        state = state < 7 ? 7 : 10;
      } else if (const std::uint32_t older = older_of(state); older == 0 && !bit(is_long + state)) {
        state = state < 7 ? 9 : 11;
      } else {
        reuse(older, last_[older]);
        length = length_of(repeat_length);
        state = state < 7 ? 8 : 11;
      }
      for (; length > 0 && out < end; --length, ++out) *out = out[-1 - last_[0]];
      before = out[-1];
    }
  }

 private:
  std::uint32_t bit(std::uint32_t chance) {
    std::uint16_t& zero = chances_[chance];
    const std::uint32_t bound = (range_ >> 11) * zero;
    const bool one = code_ >= bound;
    if (one) {
      range_ -= bound;
      code_ -= bound;
      zero -= zero >> 5;
    } else {
      range_ = bound;
      zero += (2048 - zero) >> 5;
    }
    refill();
    return one;
  }

  void refill() {
    if (range_ >> 24) return;
    range_ <<= 8;
    code_ = code_ << 8 | letters_.byte();
  }

  std::uint32_t number(std::uint32_t chance, std::uint32_t bits) {
    std::uint32_t node = 1;
    for (std::uint32_t i = 0; i < bits; ++i) node = node << 1 | bit(chance + node);
    return node - (1 << bits);
  }

  std::uint32_t backwards(std::uint32_t chance, std::uint32_t bits) {
    std::uint32_t node = 1, sum = 0;
    for (std::uint32_t i = 0; i < bits; ++i) {
      node = node << 1 | bit(chance + node);
      sum |= (node & 1) << i;
    }
    return sum;
  }

  /// `match`: the byte that would have gone on with the last match; -1 where there was a literal since.
  std::uint32_t literal(std::uint32_t chance, std::int32_t match) {
    std::uint32_t node = 1;
    for (; match >= 0 && node < 256; match <<= 1) {
      const std::uint32_t expected = match >> 7 & 1;
      node = node << 1 | bit(chance + 256 * (1 + expected) + node);
      if ((node & 1) != expected) break;
    }
    while (node < 256) node = node << 1 | bit(chance + node);
    return node & 255;
  }

  std::uint32_t length_of(std::uint32_t chance) {
    if (!bit(chance)) return 2 + number(chance + 2, 3);
    return bit(chance + 1) ? 18 + number(chance + 18, 8) : 10 + number(chance + 10, 3);
  }

  std::uint32_t distance_of(std::uint32_t length) {
    const std::uint32_t slot = number(slots + 64 * std::min<std::uint32_t>(length - 2, 3), 6);
    if (slot < 4) return slot;
    const std::uint32_t bits = (slot >> 1) - 1, least = (2 | (slot & 1)) << bits;
    if (slot < 14) return least + backwards(near_bits + least - slot, bits);
    std::uint32_t above = 0;
    for (std::uint32_t i = 4; i < bits; ++i) {
      range_ >>= 1;
      const bool one = code_ >= range_;
      if (one) code_ -= range_;
      above = above << 1 | (one ? 1 : 0);
      refill();
    }
    return least + above * 16 + backwards(align_bits, 4);
  }

  std::uint32_t older_of(std::uint32_t state) {
    std::uint32_t older = 0;
    while (older < 3 && bit(is_older + 12 * older + state)) ++older;
    return older;
  }

  /// A distance becomes the last one, in place of the one at `place`.
  void reuse(std::uint32_t place, std::uint32_t distance) {
    for (; place > 0; --place) last_[place] = last_[place - 1];
    last_[0] = distance;
  }

  Letters letters_;
  std::uint32_t range_ = 0xffffffff, code_ = 0;
  std::array<std::uint16_t, chances> chances_;
  std::array<std::uint32_t, 4> last_{};  // the distances, less 1, of the matches before
};

}  // namespace

extern "C" void unpack(const std::uint16_t* text, Byte* out, std::uint32_t size) {
  Unpacker(text).unpack(out, out + size);
}
