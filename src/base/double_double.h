#pragma once
// Idea: a number as the unevaluated sum hi + lo of two doubles carries about 106 bits.
// Formula: s = a + b, e = (a - (s - (s - a))) + (b - (s - a)); a product's error from halves of 26 bits.
// Edges: no infinities or NaN; a product's factors must lie below 2^996, and its error above 2^-1074.
// Cost: add 20, multiply 24, divide 40 flops. Hot code takes the error-free steps, tables (constexpr) take all of it.
// Source: Dekker 1971; Knuth, The Art of Computer Programming 2, 4.2.2. Needs -ffp-contract=off.

#include <cstdint>

namespace etude::math::detail {

struct Pair {
  double hi = 0;
  double lo = 0;
};

/// a + b exactly, where a is 0 or no smaller than b.
constexpr Pair fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b exactly.
constexpr Pair two_sum(double a, double b) {
  const double sum = a + b;
  const double b_seen = sum - a;
  return {sum, (a - (sum - b_seen)) + (b - b_seen)};
}

/// a = hi + lo exactly, hi with 53 - bits significant bits.
template <int bits = 27>
constexpr Pair split(double a) {
  const double t = a * static_cast<double>((std::int64_t{1} << bits) + 1);
  const double hi = t - (t - a);
  return {hi, a - hi};
}

/// a b exactly.
constexpr Pair two_product(double a, double b) {
  const double product = a * b;
  const Pair x = split(a);
  const Pair y = split(b);
  return {product, ((x.hi * y.hi - product) + x.hi * y.lo + x.lo * y.hi) + x.lo * y.lo};
}

constexpr Pair add(Pair a, Pair b) {
  const Pair high = two_sum(a.hi, b.hi);
  const Pair low = two_sum(a.lo, b.lo);
  const Pair sum = fast_two_sum(high.hi, high.lo + low.hi);
  return fast_two_sum(sum.hi, sum.lo + low.lo);
}

constexpr Pair multiply(Pair a, Pair b) {
  const Pair product = two_product(a.hi, b.hi);
  return fast_two_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

constexpr Pair divide(Pair a, Pair b) {
  const double first = a.hi / b.hi;
  const Pair back = multiply({first, 0}, b);
  const Pair rest = add(a, {-back.hi, -back.lo});
  const double second = rest.hi / b.hi;
  const Pair back_again = multiply({second, 0}, b);
  const double third = add(rest, {-back_again.hi, -back_again.lo}).hi / b.hi;
  const Pair quotient = fast_two_sum(first, second);
  return fast_two_sum(quotient.hi, quotient.lo + third);
}

/// The part of a that is a multiple of 2^-bits, and what is left as one double.
constexpr Pair cut(Pair a, int bits) {
  const double unit = static_cast<double>(std::int64_t{1} << bits);
  const double scaled = a.hi * unit;
  const double hi = static_cast<double>(static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5))) / unit;
  return {hi, (a.hi - hi) + a.lo};
}

/// (v.hi + v.lo) 2^-1022 rounded once, 0 <= v.hi <= 1: the last bit of 1 + v lies at 2^-52, as that of a subnormal at
/// 2^-1074.
constexpr double round_subnormal(Pair v) {
  const Pair high = fast_two_sum(1, v.hi);
  return (high.hi + (high.lo + v.lo) - 1) * 0x1p-1022;
}

/// 2 atanh(z) = log((1 + z) / (1 - z)) by its series, |z| <= 1/3.
constexpr Pair twice_atanh(Pair z) {
  const Pair z2 = multiply(z, z);
  Pair sum;
  for (int n = 67; n >= 1; n -= 2) sum = add(multiply(sum, z2), divide({2, 0}, {static_cast<double>(n), 0}));
  return multiply(sum, z);
}

/// atan(1 / n), n >= 5.
constexpr Pair atan_of_inverse(double n) {
  const Pair z = divide({1, 0}, {n, 0});
  const Pair z2 = multiply(z, z);
  Pair sum;
  for (int m = 49; m >= 1; m -= 2) {
    const Pair term = divide({1, 0}, {static_cast<double>(m), 0});
    const Pair next = multiply(sum, z2);
    sum = add(term, {-next.hi, -next.lo});
  }
  return multiply(sum, z);
}

inline constexpr Pair ln2 = twice_atanh(divide({1, 0}, {3, 0}));

/// Machin: pi = 16 atan(1/5) - 4 atan(1/239).
inline constexpr Pair pi_pair = add(multiply({16, 0}, atan_of_inverse(5)), multiply({-4, 0}, atan_of_inverse(239)));

}  // namespace etude::math::detail
