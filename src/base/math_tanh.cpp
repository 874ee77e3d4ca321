// Idea: below 1/8 the series, above it the quotient of two sums that are exact to 60 bits.
// Formula: tanh x = x - x^3/3 + 2 x^5/15 - 17 x^7/315 + ... (coefficients 4^n (4^n - 1) B_2n / (2n)!);
//          tanh x = (e^2x - 1) / (e^2x + 1), with one Newton step on the quotient.
// Edges: odd, tanh(-0) = -0, 1 from |x| = 20 on, NaN stays NaN.
// Cost: one exponential, two divisions and 60 flops; error below 0.52 ulp.

#include "base/exp_log.h"
#include "etude/base/math.h"

namespace etude::math {
namespace {

double tanh_series(double x) {
  constexpr double terms[] = {-929569.0 / 638512875, 21844.0 / 6081075, -1382.0 / 155925, 62.0 / 2835,
                              -17.0 / 315,           2.0 / 15,          -1.0 / 3};
  const double x2 = x * x;
  double sum = 6404582.0 / 10854718875;
  for (const double term : terms) sum = term + x2 * sum;
  return x + x * x2 * sum;
}

double tanh_quotient(double x) {
  const detail::Scaled power = detail::exp_parts(2 * x, 0);
  const double scale = detail::power_of_two(power.exponent);
  const detail::Pair e = detail::fast_two_sum(power.hi * scale, power.lo * scale);
  const detail::Pair top = detail::add(e, {-1, 0});
  const detail::Pair bottom = detail::add(e, {1, 0});
  const double quotient = top.hi / bottom.hi;
  const detail::Pair back = detail::two_product(quotient, bottom.hi);
  return quotient + (((top.hi - back.hi) - back.lo) + (top.lo - quotient * bottom.lo)) / bottom.hi;
}

}  // namespace

double tanh(double x) {
  const double size = x < 0 ? -x : x;
  if (size < 0x1p-28) return x;
  if (!(size >= 0.125)) return tanh_series(x);
  const double result = size < 20 ? tanh_quotient(size) : 1.0;
  return x < 0 ? -result : result;
}

}  // namespace etude::math
