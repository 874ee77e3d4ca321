// Idea: radians become half turns, f = x / pi less n/2, as a pair of doubles; the series of cos_pi.h does the rest.
// Formula: up to 2^20, x times a pair for 1/pi, the main product exact. Beyond, or where f comes out below 2^-20 and
//          digits were lost: x = m 2^e, and m times those 224 bits of 1/pi that matter (no higher ones, which give
//          whole turns, and none below 2^-139), in integers. No double is nearer than 2^-62 to a multiple of pi/2.
// Edges: cos(0) = 1, sin(-0) = -0, NaN at infinity.
// Cost: 100 flops, or 15 multiplications of integers and 100 flops; error below 0.53 ulp.
// Source: Payne and Hanek, "Radian reduction for trigonometric functions", SIGNUM 1983.

#include <array>

#include "base/cos_pi.h"
#include "etude/base/math.h"

namespace etude::math {
namespace {

using detail::Pair;

// floor(2^(32 (i + 1)) / pi) mod 2^32; math_test.cpp holds them against MPFR by arguments of every exponent
constexpr std::uint32_t inverse_pi_words[] = {
    0x517cc1b7, 0x27220a94, 0xfe13abe8, 0xfa9a6ee0, 0x6db14acc, 0x9e21c820, 0xff28b1d5, 0xef5de2b0,
    0xdb92371d, 0x2126e970, 0x03249775, 0x04e8c90e, 0x7f0ef58e, 0x5894d39f, 0x74411afa, 0x975da242,
    0x74ce3813, 0x5a2fbf20, 0x9cc8eb1c, 0xc1a99cfa, 0x4e422fc5, 0xdefc941d, 0x8ffc4bff, 0xef02cc07,
    0xf79788c5, 0xad05368f, 0xb69b3f67, 0x93e584db, 0xa7a31fb3, 0x4f2ff516, 0xba93dd63, 0xf5f2f8bd,
    0x9e839cfb, 0xc5294975, 0x35fdafd8, 0x8fc6ae84, 0x2b019823};
constexpr Pair inverse_pi = detail::divide({1, 0}, detail::pi_pair);

struct Angle {
  int quarters;  // n, modulo 4
  Pair rest;     // f, |f| <= 1/4
};

constexpr int window_words = 7;
using Product = std::array<std::uint32_t, window_words + 2>;  // the lowest word first

// m times the words from `first` on, as an integer
Product times_inverse_pi(std::uint64_t m, int first) {
  Product product{};
  for (int part = 0; part < 2; ++part) {
    const std::uint64_t factor = (m >> (32 * part)) & 0xffffffff;
    std::uint64_t carry = 0;
    for (int i = 0; i < window_words; ++i) {
      carry += factor * inverse_pi_words[first + window_words - 1 - i] + product[part + i];
      product[part + i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    product[part + window_words] = static_cast<std::uint32_t>(carry);
  }
  return product;
}

std::uint32_t word_at(const Product& product, int bit) {
  const std::uint64_t low = product[bit / 32];
  const std::uint64_t high = bit / 32 + 1 < static_cast<int>(product.size()) ? product[bit / 32 + 1] : 0;
  return static_cast<std::uint32_t>((low | (high << 32)) >> (bit % 32));
}

// x >= 1/2 and finite
Angle reduce_long(double x) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const int exponent = static_cast<int>(bits >> 52) - 1075;
  const std::uint64_t m = (bits & 0x000fffffffffffff) | 0x0010000000000000;
  const int first = exponent > 0 ? (exponent - 1) / 32 : 0;
  const Product product = times_inverse_pi(m, first);
  const int point = 32 * window_words - (exponent - 32 * first + 1);  // the bit worth 1/2
  const bool over_half = (word_at(product, point - 32) >> 31) != 0;
  Pair rest;
  double unit = 0x1p-161;
  for (int k = 5; k >= 1; --k, unit *= 0x1p32) {
    const std::uint32_t word = word_at(product, point - 32 * k);
    const Pair sum = detail::two_sum((over_half ? ~word : word) * unit, rest.hi);
    rest = {sum.hi, sum.lo + rest.lo};
  }
  const int quarters = static_cast<int>(word_at(product, point) & 3) + (over_half ? 1 : 0);
  return {quarters, over_half ? Pair{-rest.hi, -rest.lo} : rest};
}

// x >= 0 and finite
Angle reduce(double x) {
  if (x >= 0x1p20) return reduce_long(x);
  const Pair turns = detail::two_product(x, inverse_pi.hi);
  constexpr double magic = 0x1.8p52;
  const double shifted = 2 * turns.hi + magic;
  const double quarters = shifted - magic;
  const Pair rest = detail::two_sum(turns.hi - 0.5 * quarters, turns.lo + x * inverse_pi.lo);
  const bool lost_digits = quarters != 0 && rest.hi < 0x1p-20 && rest.hi > -0x1p-20;
  return lost_digits ? reduce_long(x) : Angle{static_cast<int>(quarters), rest};
}

// sin(pi (f.hi + f.lo)) for |f| <= 1/16
double sine_near_zero(Pair f) {
  constexpr Pair slope = detail::shorten(detail::pi_pair, 26);
  constexpr double s3 = detail::pi_term(3).hi, s5 = detail::pi_term(5).hi, s7 = detail::pi_term(7).hi;
  constexpr double s9 = detail::pi_term(9).hi, s11 = detail::pi_term(11).hi;
  const Pair parts = detail::split<27>(f.hi);
  const double z = f.hi * f.hi;
  const double curve = f.hi * z * (s3 - z * (s5 - z * (s7 - z * (s9 - z * s11))));
  return slope.hi * parts.hi + ((slope.hi * (parts.lo + f.lo) + slope.lo * f.hi) - curve);
}

// pi x for x below 2^-500, where parts of the sum above would underflow
double pi_times_tiny(double x) {
  const Pair product = detail::multiply({x * 0x1p600, 0}, detail::pi_pair);
  if (product.hi >= 0x1p-422) return product.hi * 0x1p-600;
  return detail::round_subnormal({product.hi * 0x1p422, product.lo * 0x1p422});
}

// cos of the angle, `quarters` quarters of a turn further on
double cosine_of(const Angle& angle, int quarters) {
  const int n = angle.quarters + quarters;
  const bool near_zero = angle.rest.hi < 0x1p-4 && angle.rest.hi > -0x1p-4;
  if (near_zero && (n & 1) != 0) {
    const double sine = sine_near_zero(angle.rest);
    return (n & 2) != 0 ? sine : -sine;
  }
  constexpr double magic = 0x1.8p-1;  // rounds to a multiple of 2^-53
  const double f = (angle.rest.hi + magic) - magic;
  const detail::Turn turn = detail::nearest_cell(f);
  const detail::TurnCell& cell = detail::turn_cell(turn.j + 32 * n);
  const double rest = (angle.rest.hi - f) + angle.rest.lo;  // at most 2^-54
  const double slope = cell.slope + cell.slope_rest + detail::pi_squared * turn.d * cell.cosine;
  return detail::cosine_in_cell(cell, turn.d, cell.slope_rest * turn.d + slope * rest);
}

double size_of(double x) { return x < 0 ? -x : x; }

double with_sign_of(double x, double size) { return x < 0 ? -size : size; }

}  // namespace

double cos_pi(double x) { return detail::cos_pi(x); }

double sin_pi(double x) {
  const double size = size_of(x);
  if (x == 0) return x;
  if (size < 0x1p-500) return with_sign_of(x, pi_times_tiny(size));
  if (size < 0.25) return with_sign_of(x, cosine_of({0, {size, 0}}, 3));
  const detail::Turn turn = detail::nearest_cell(size < 0x1p45 ? size : detail::within_a_turn(size));
  const detail::TurnCell& cell = detail::turn_cell(turn.j - 32);
  return with_sign_of(x, detail::cosine_in_cell(cell, turn.d, cell.slope_rest * turn.d));
}

double cos(double x) {
  const double size = size_of(x);
  return size - size == 0 ? cosine_of(reduce(size), 0) : x - x;
}

double sin(double x) {
  const double size = size_of(x);
  if (size < 0x1p-27) return x;
  return size - size == 0 ? with_sign_of(x, cosine_of(reduce(size), 3)) : x - x;
}

}  // namespace etude::math
