// Idea: a stream for every (purpose, seed, index) by mixing the three into one 32-bit seed; draws below n by a multiply
//       instead of a division; a permutation by exchanging each place with one not yet passed.
// Formula: seed' = m(m(m(m(purpose) + seed) + index mod 2^32) + index / 2^32), m a bijection that changes half of all
//          bits for each bit changed. below(n): the high half of b n for 32 random bits b, b redrawn while the low half
//          is less than 2^32 mod n, so that every result has as many b.
// Edges: below(1) is 0; permutations of 0 and 1 draw nothing.
// Cost: one product a draw, a division in n of 2^32 draws; n draws and exchanges a permutation.
// Source: m is the finaliser of MurmurHash3 (Appleby 2011); Lemire 2019, Fast random integer generation in an interval;
//         Fisher and Yates 1938, in Durstenfeld's form of 1964.

#include "data/draw.h"

#include <cassert>
#include <limits>
#include <numeric>
#include <utility>

namespace etude::data {
namespace {

std::uint32_t mixed(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bU;
  h = (h ^ (h >> 13)) * 0xc2b2ae35U;
  return h ^ (h >> 16);
}

}  // namespace

RandomState stream(Purpose purpose, std::uint32_t seed, std::uint64_t index) {
  std::uint32_t h = mixed(static_cast<std::uint32_t>(purpose));
  h = mixed(h + seed);
  h = mixed(h + static_cast<std::uint32_t>(index));
  return RandomState(mixed(h + static_cast<std::uint32_t>(index >> 32)));
}

std::uint32_t below(RandomState& random, std::uint32_t n) {
  assert(n > 0);
  std::uint64_t product = std::uint64_t{random.bits()} * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint32_t surplus = (0U - n) % n;
    while (static_cast<std::uint32_t>(product) < surplus) product = std::uint64_t{random.bits()} * n;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

std::vector<std::uint32_t> permutation(std::size_t n, RandomState& random) {
  assert(n <= std::numeric_limits<std::uint32_t>::max());
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(random, static_cast<std::uint32_t>(i))]);
  return order;
}

}  // namespace etude::data
