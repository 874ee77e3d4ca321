#pragma once
// Idea: count x in half turns, so that taking off the nearest j/64 is exact at any size and needs no pi; look up that
//       cell's cosine and add the small rest by the addition theorem.
// Formula: x = j/64 + d, |d| <= 1/128: cos(pi x) = C cos(pi d) - S sin(pi d), C = cos(pi j/64), S = sin(pi j/64), and
//          with K = pi S, z = d^2 that is C - K d + z (K d (t1 - t2 z + t3 z^2) - C (c1 - c2 z + c3 z^2)). Six bits of
//          K go first, to make K d exact where C is small; C - K d is kept exactly, only what is smaller is rounded.
// Edges: +-1 at every integer, +0 at every odd multiple of 1/2, 1 from 2^53 on (all even), NaN at infinity.
// Cost: 27 flops, one table of 4 KB (made by the compiler), one branch, never taken below 2^45; error below 0.52 ulp.
// Source: Gal and Bachelis, "An accurate elementary mathematical library", ACM TOMS 1991, for tables with a small rest.
//
// Inline for rooms that evaluate it in a loop. They compile with -ffp-contract=off, which a user's own files may not:
// so it is no public header.

#include <array>
#include <bit>
#include <cstdint>

#include "base/double_double.h"

namespace etude::math::detail {

/// pi^n / n! as a pair.
constexpr Pair pi_term(int n) {
  Pair term{1, 0};
  for (int i = 1; i <= n; ++i) term = divide(multiply(term, pi_pair), {static_cast<double>(i), 0});
  return term;
}

/// a to `bits` bits, and what that leaves as one double. a = 0 or 2^-20 < a < 2^20.
constexpr Pair shorten(Pair a, int bits) {
  if (a.hi == 0) return {};
  double unit = 1;
  while (a.hi * unit < static_cast<double>(std::int64_t{1} << (bits - 1))) unit *= 2;
  while (a.hi * unit >= static_cast<double>(std::int64_t{1} << bits)) unit /= 2;
  const double hi = static_cast<double>(static_cast<std::int64_t>(a.hi * unit + 0.5)) / unit;
  return {hi, (a.hi - hi) + a.lo};
}

/// cos(pi x) for odd = 0, sin(pi x) for odd = 1, by the series; |x| <= 1/4.
constexpr Pair turn_series(double x, int odd) {
  const Pair square{-x * x, 0};  // exact: x is a multiple of 1/64
  Pair sum;
  for (int n = 28 + odd; n >= odd; n -= 2) sum = add(pi_term(n), multiply(sum, square));
  return odd != 0 ? multiply(sum, {x, 0}) : sum;
}

inline constexpr double pi_squared = 2 * pi_term(2).hi;

inline constexpr int turn_cells = 128;  // 64 a half turn

/// One cell, or one for each lane of a vector.
template <class Real>
struct TurnCellOf {
  Real cosine, cosine_rest;  // C
  Real slope, slope_rest;    // K = pi S, six bits and the rest
};
using TurnCell = TurnCellOf<double>;

constexpr std::array<TurnCell, turn_cells> make_turn_table() {
  constexpr int quarter = turn_cells / 4;
  std::array<Pair, quarter + 1> first{};  // cos(pi j/64) in the first quarter
  for (int j = 0; j <= quarter; ++j) {
    first[j] = j <= quarter / 2 ? turn_series(j / 64.0, 0) : turn_series((quarter - j) / 64.0, 1);
  }
  std::array<TurnCell, turn_cells> table{};
  for (int j = 0; j < turn_cells; ++j) {
    const int half = j % (2 * quarter);
    const bool falling = half > quarter;
    const Pair cosine = first[falling ? 2 * quarter - half : half];
    const Pair sine = first[falling ? half - quarter : quarter - half];
    const double sign = j < 2 * quarter ? 1 : -1;
    const double cosine_sign = falling ? -sign : sign;
    const Pair slope = shorten(multiply(pi_pair, sine), 6);
    table[j] = {cosine_sign * cosine.hi, cosine_sign * cosine.lo, sign * slope.hi, sign * slope.lo};
  }
  for (const int zero : {quarter, 3 * quarter}) table[zero].cosine = table[zero].cosine_rest = 0;
  return table;
}

inline constexpr std::array<TurnCell, turn_cells> turn_table = make_turn_table();

/// cos(pi (j/64 + d)), j/64 in the middle of `cell`, |d| <= 1/128 a multiple of 2^-54 where the cosine is below 1/2;
/// `small` is K d beyond K's first six bits. For doubles, or vectors of them: by reference, since a vector returned
/// depends on the processor compiled for.
template <class Real>
inline __attribute__((always_inline)) void cosine_in_cell(const TurnCellOf<Real>& cell, const Real& d,
                                                          const Real& small, Real& result) {
  constexpr double c1 = pi_term(2).hi, c2 = pi_term(4).hi;
  constexpr double c3 = pi_term(6).hi - 0.92 / 16384 * pi_term(8).hi;  // the next term, spread over z <= 1/16384
  constexpr double t1 = c1 / 3, t2 = c2 / 5, t3 = pi_term(6).hi / 7;
  const Real z = d * d;
  const Real main = cell.slope * d;
  const Real curve = (main + small) * (t1 - z * (t2 - z * t3)) - cell.cosine * (c1 - z * (c2 - z * c3));
  const Real sum = cell.cosine - main;
  const Real sum_rest = (cell.cosine - sum) - main;
  result = sum + ((sum_rest + (cell.cosine_rest - small)) + z * curve);
}

inline double cosine_in_cell(const TurnCell& cell, double d, double small) {
  double result;
  cosine_in_cell(cell, d, small, result);
  return result;
}

inline const TurnCell& turn_cell(int j) { return turn_table[j & (turn_cells - 1)]; }

/// x as j/64 + d, |x| < 2^45.
struct Turn {
  int j;  // modulo 2^32
  double d;
};

inline constexpr double turn_magic = 0x1.8p46;  // rounds to a multiple of 1/64, which the low bits hold

inline Turn nearest_cell(double x) {
  const double shifted = x + turn_magic;
  const auto low_bits = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(shifted));
  return {static_cast<int>(low_bits), x - (shifted - turn_magic)};
}

/// cos(pi x), |x| < 2^45.
inline double cos_pi_within(double x) {
  const Turn turn = nearest_cell(x);
  const TurnCell& cell = turn_cell(turn.j);
  return cosine_in_cell(cell, turn.d, cell.slope_rest * turn.d);
}

/// x less whole turns: |result| <= 2, 0 from 2^53 on, NaN at infinity.
inline double within_a_turn(double x) {
  if (!(x < 0x1p53 && x > -0x1p53)) return x - x;
  constexpr double magic = 0x1.8p54;  // rounds to a multiple of 4
  return x - ((x + magic) - magic);
}

inline double cos_pi(double x) { return cos_pi_within(x < 0x1p45 && x > -0x1p45 ? x : within_a_turn(x)); }

}  // namespace etude::math::detail
