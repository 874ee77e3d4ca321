#pragma once
// Idea: exp and log by a table and a short series, with the last sum left open as hi + lo, for exp, log, pow and tanh.
// Formula: x = n ln2/128 + r gives e^x = 2^(n div 128) 2^(n mod 128 / 128) (1 + r + r^2/2 + ...), |r| < 2^-8.5;
//          x = 2^k m and c near 1/m, of ten bits, give log x = k ln2 - log c + log(1 + r), r = m c - 1, |r| < 2^-7.
// Edges: finite arguments only, positive and normal for the logarithms; the callers see to all others.
// Cost: 25 flops for exp_parts, 25 for log_parts, 45 for log_pair; tables of 2 KB and 4 KB, made by the compiler.
// Source: Tang, "Table-driven implementation of the exponential / logarithm function", ACM TOMS 1989, 1990.

#include <array>
#include <bit>
#include <cstdint>

#include "base/double_double.h"

namespace etude::math::detail {

inline std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }
inline double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }

/// 2^n for -1022 <= n <= 1023.
inline double power_of_two(int n) { return from_bits(static_cast<std::uint64_t>(n + 1023) << 52); }

/// Adding it, then subtracting it again, rounds a double below 2^51 to an integer, which the low bits of the sum hold.
inline constexpr double to_integer_magic = 6755399441055744.0;  // 1.5 x 2^52

/// The number (hi + lo) 2^exponent, |lo| < 2^-8 hi.
struct Scaled {
  double hi;
  double lo;
  int exponent;
};

/// `value` rounded once, below the least normal number too.
double round_scaled_slow(const Scaled& value);
inline double round_scaled(const Scaled& value) {
  const bool plain = value.exponent > -1022 && value.exponent < 1023;
  return plain ? (value.hi + value.lo) * power_of_two(value.exponent) : round_scaled_slow(value);
}

inline constexpr int exp_cells = 128;

constexpr std::array<Pair, exp_cells> make_exp_table() {
  const Pair x = divide(ln2, {exp_cells, 0});
  Pair root;  // 2^(1/128)
  for (int n = 14; n >= 0; --n) root = add({1, 0}, multiply(root, divide(x, {static_cast<double>(n + 1), 0})));
  std::array<Pair, exp_cells> table{};
  table[0] = {1, 0};
  for (int i = 1; i < exp_cells; ++i) table[i] = multiply(table[i - 1], root);
  return table;
}

inline constexpr std::array<Pair, exp_cells> exp_table = make_exp_table();
inline constexpr Pair exp_step = cut(divide(ln2, {exp_cells, 0}), 42);  // n times .hi is exact
inline constexpr double exp_cells_per_unit = divide({exp_cells, 0}, ln2).hi;

/// e^(x + x_lo) for |x| < 1000, |x_lo| < 2^-14.
inline Scaled exp_parts(double x, double x_lo) {
  const double shifted = x * exp_cells_per_unit + to_integer_magic;
  const auto n = static_cast<std::int32_t>(bits_of(shifted));
  const double steps = shifted - to_integer_magic;
  const double r = (x - steps * exp_step.hi) + (x_lo - steps * exp_step.lo);
  const double r2 = r * r;
  const double p = r + r2 * ((0.5 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120)));
  const Pair& power = exp_table[n & (exp_cells - 1)];
  return {power.hi, power.lo + power.hi * p, n >> 7};
}

inline constexpr int log_cells = 128;
inline constexpr std::uint64_t log_start =
    0x3fe6000000000000;  // m runs from 0.6875 to 1.375: log is 0 at no cell's edge

struct LogCell {
  double c;         // near 1/m, a multiple of 2^-9; 1 in both cells beside m = 1
  double minus_hi;  // -log(c), a multiple of 2^-40
  double minus_lo;
};

constexpr double middle_of_log_cell(int i) {
  constexpr int cells_below_one = 80;  // of width 1/256 from 0.6875; the others have twice that
  return i < cells_below_one ? 0.6875 + (i + 0.5) / 256 : 1 + (i - cells_below_one + 0.5) / 128;
}

constexpr std::array<LogCell, log_cells> make_log_table() {
  std::array<LogCell, log_cells> table{};
  for (int i = 0; i < log_cells; ++i) {
    const double middle = middle_of_log_cell(i);
    const bool beside_one = middle > 1 - 1.0 / 256 && middle < 1 + 1.0 / 128;
    const double c = beside_one ? 1 : static_cast<int>(512 / middle + 0.5) / 512.0;
    const Pair minus_log = cut(twice_atanh(divide({1 - c, 0}, {1 + c, 0})), 40);
    table[i] = {c, minus_log.hi, minus_log.lo};
  }
  return table;
}

inline constexpr std::array<LogCell, log_cells> log_table = make_log_table();
inline constexpr Pair ln2_cut = cut(ln2, 40);  // k times .hi is exact

/// What both logarithms begin with: log x = base + low + log(1 + r_hi + r_lo), base + r_hi exact.
struct LogReduced {
  double base;
  double low;
  double r_hi;  // a multiple of 2^-32: its square is exact
  double r_lo;  // at most 2^-24
};

inline LogReduced reduce_log(std::uint64_t bits, int exponent_offset) {
  const std::uint64_t above = bits - log_start;
  const LogCell& cell = log_table[(above >> 45) & (log_cells - 1)];
  const double k = static_cast<double>(static_cast<int>(static_cast<std::int64_t>(above) >> 52) + exponent_offset);
  const double m = from_bits(bits - (above & (std::uint64_t{0xfff} << 52)));
  constexpr double magic = 805306368.0;  // 1.5 x 2^29: rounds to 2^-23
  const double m_hi = (m + magic) - magic;
  return {k * ln2_cut.hi + cell.minus_hi, k * ln2_cut.lo + cell.minus_lo, m_hi * cell.c - 1, (m - m_hi) * cell.c};
}

/// log of the positive normal number with these bits, times 2^exponent_offset; its sum rounded has an error below 0.52
/// ulp.
inline Pair log_parts(std::uint64_t bits, int exponent_offset) {
  const LogReduced a = reduce_log(bits, exponent_offset);
  const double r = a.r_hi + a.r_lo;
  const Pair sum = fast_two_sum(a.base + a.r_hi, a.r_lo);
  const double r2 = r * r;
  const double q = (-0.5 + r * (1.0 / 3)) + r2 * ((-0.25 + r * 0.2) + r2 * ((-1.0 / 6 + r * (1.0 / 7)) - r2 * 0.125));
  return {sum.hi, (sum.lo + a.low) + r2 * q};
}

/// The same with a relative error below 2^-67, for pow.
inline Pair log_pair(std::uint64_t bits, int exponent_offset) {
  const LogReduced a = reduce_log(bits, exponent_offset);
  const double r = a.r_hi + a.r_lo;
  const Pair first = fast_two_sum(a.base + a.r_hi, -0.5 * (a.r_hi * a.r_hi));
  const Pair sum = fast_two_sum(first.hi, a.r_lo);
  const double r2 = r * r;
  const double q =
      (1.0 / 3 - r * 0.25) + r2 * ((0.2 - r * (1.0 / 6)) + r2 * ((1.0 / 7 - r * 0.125) + r2 * (1.0 / 9 - r * 0.1)));
  const double square_rest = (a.r_hi + 0.5 * a.r_lo) * a.r_lo;
  return fast_two_sum(sum.hi, ((first.lo + sum.lo) + (a.low - square_rest)) + (r * r2) * q);
}

}  // namespace etude::math::detail
