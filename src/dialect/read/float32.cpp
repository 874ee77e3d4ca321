// Both functions are polynomials, whose coefficients and order of operations decide the last bit. Sources: for cos
// glibc's cosf, a polynomial in float64 over a quarter of a turn, by ARM's optimized routines; for log Cephes, in XLA's
// order.

#include "dialect/read/float32.h"

namespace etude::dialect::float32 {
namespace {

/// sin and cos of an angle of at most an eighth of a turn.
double small_sin(double x) {
  const double x2 = x * x, x3 = x * x2;
  return x + x3 * -0x1.555545995a603p-3 + x3 * x2 * (0x1.1107605230bc4p-7 + x2 * -0x1.994eb3774cf24p-13);
}

double small_cos(double x) {
  const double x2 = x * x, x4 = x2 * x2;
  return 1 + x2 * -0x1.ffffffd0c621cp-2 + x4 * 0x1.55553e1068f19p-5 +
         x4 * x2 * (-0x1.6c087e89a359dp-10 + x2 * 0x1.99343027bf8c3p-16);
}

}  // namespace

float cos(float x) {
  constexpr double quarter = 0x1.921fb54442d18p0;  // of a turn
  const double angle = std::abs(static_cast<double>(x));
  if (!(angle < 100)) return of(math::cos(angle));
  const double quarters = std::floor(angle / quarter + 0.5), rest = angle - quarters * quarter;
  switch (static_cast<int>(quarters) % 4) {
    case 0:
      return of(small_cos(rest));
    case 1:
      return of(-small_sin(rest));
    case 2:
      return of(-small_cos(rest));
    default:
      return of(small_sin(rest));
  }
}

float log(float x) {
  int exponent = 0;
  float m = std::frexp(x, &exponent);
  const bool is_low = m < 0.707106781186547524f;
  m = is_low ? m - 1 + m : m - 1;
  const float e = of(Step{exponent} - (is_low ? 1 : 0)), m2 = m * m, m3 = m2 * m;
  float y = fused(fused(7.0376836292e-2f, m, -1.1514610310e-1f), m, 1.1676998740e-1f);
  y = fused(y, m3, fused(fused(-1.2420140846e-1f, m, 1.4249322787e-1f), m, -1.6668057665e-1f));
  y = fused(y, m3, fused(fused(2.0000714765e-1f, m, -2.4999993993e-1f), m, 3.3333331174e-1f));
  y = fused(y, m3, -2.12194440e-4f * e);
  return fused(0.693359375f, e, fused(-0.5f, m2, m) + y);
}

}  // namespace etude::dialect::float32
