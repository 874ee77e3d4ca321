// Student's t.
//
// Idea. The middle of the distribution is a finite sum; the tail is a series of positive terms, so that nothing is
// ever subtracted from 1 and a p of 1e-300 has as many good digits as one of 0.01.
// Formula. n degrees, tan(angle) = |t| / sqrt(n), r = cos(angle), s = sin(angle), x = r^2:
//   P(|T| <= t)  the sums of Abramowitz and Stegun 26.7.3 (odd n) and 26.7.4 (even n)
//   P(|T| > t) = I_x(n/2, 1/2) = c_n r^n s (1 + (n+1)/(n+2) x + (n+1)(n+3) / ((n+2)(n+4)) x^2 + ...)
//   c_n = 2 / (n B(n/2, 1/2)):  c_1 = 2 / pi,  c_2 = 1/2,  c_{n+2} = c_n (n + 1) / (n + 2)
// Edges. Below t^2 = 3, where p is above 0.08, the tail is 1 minus the middle: the series would be long there.
// Cost. O(n) for the sums, about 12 n terms of the series at most.
// Source. Abramowitz and Stegun 1964, 26.5.4 and 26.7.

#include <cmath>

#include "etude/base/math.h"
#include "study/statistics.h"

namespace etude::study {
namespace {

/// P(|T| <= sqrt(n) tan(angle)) for n degrees of freedom.
double middle(double sine, double cosine, double angle, int degrees) {
  const bool odd = degrees % 2 == 1;
  double term = odd ? cosine : 1;
  double sum = degrees > 1 ? term : 0;
  for (int k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= cosine * cosine * (k - 1) / k;
    sum += term;
  }
  return odd ? (angle + sine * sum) * 2 / math::pi : sine * sum;
}

double middle(double angle, int degrees) { return middle(math::sin(angle), math::cos(angle), angle, degrees); }

/// The angle whose tangent is t / sqrt(n), by halving: the room has no arc tangent of its own.
double angle_of(double sine, double cosine) {
  double low = 0, high = math::pi / 2;
  for (int halvings = 0; halvings < 60; ++halvings) {
    const double half = (low + high) / 2;
    (math::sin(half) * cosine < math::cos(half) * sine ? low : high) = half;
  }
  return low;
}

double leading(int degrees) {
  double c = degrees % 2 == 1 ? 2 / math::pi : 0.5;
  for (int n = degrees % 2 == 1 ? 1 : 2; n < degrees; n += 2) c *= (n + 1.0) / (n + 2.0);
  return c;
}

/// 1 + (n+1)/(n+2) x + ..., until what is left, less than term / (1 - x), no longer counts.
double series(double x, double one_minus_x, int degrees) {
  double sum = 1, term = 1;
  for (double k = 1; term > 1e-17 * sum * one_minus_x; k += 2) {
    term *= (degrees + k) / (degrees + k + 1) * x;
    sum += term;
  }
  return sum;
}

}  // namespace

double student_quantile(double probability, int degrees) {
  double low = 0, high = math::pi / 2;
  for (int halvings = 0; halvings < 60; ++halvings) {
    const double half = (low + high) / 2;
    (middle(half, degrees) < probability ? low : high) = half;
  }
  return std::sqrt(static_cast<double>(degrees)) * math::sin(low) / math::cos(low);
}

double student_tail(double t, int degrees) {
  if (std::isnan(t)) return t;
  const double tangent = std::abs(t) / std::sqrt(static_cast<double>(degrees));
  if (std::isinf(tangent)) return 0;
  const double root = tangent > 1 ? std::sqrt(1 + 1 / tangent / tangent) : std::sqrt(1 + tangent * tangent);
  const double cosine = tangent > 1 ? 1 / tangent / root : 1 / root;
  const double sine = tangent > 1 ? 1 / root : tangent / root;
  if (t * t < 3) return 1 - middle(sine, cosine, angle_of(sine, cosine), degrees);
  return leading(degrees) * math::pow(cosine, degrees) * sine * series(cosine * cosine, sine * sine, degrees);
}

}  // namespace etude::study
