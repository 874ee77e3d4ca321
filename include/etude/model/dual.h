#pragma once
// Dual numbers: a + b e with e e = 0. A gradient computed in them is a gradient and its derivative along a direction.

#include <cmath>

#include "etude/base/math.h"

namespace etude::model {

/// A value and its derivative along the direction that the parameters were given: f(a + b e) = f(a) + f'(a) b e.
/// Comparisons look at the value alone, so a branch (a ReLU, a maximum) is taken as it is at the value.
struct Dual {
  double value = 0;
  double slope = 0;

  Dual() = default;
  Dual(double value, double slope = 0) : value(value), slope(slope) {}  // NOLINT: a number is a dual number
  explicit operator double() const { return value; }

  Dual& operator+=(const Dual& y) { return *this = {value + y.value, slope + y.slope}; }
  Dual& operator-=(const Dual& y) { return *this = {value - y.value, slope - y.slope}; }
  Dual& operator*=(const Dual& y) { return *this = {value * y.value, slope * y.value + value * y.slope}; }
  Dual& operator/=(const Dual& y) {
    const double quotient = value / y.value;
    return *this = {quotient, (slope - quotient * y.slope) / y.value};
  }
  friend Dual operator+(Dual x, const Dual& y) { return x += y; }
  friend Dual operator-(Dual x, const Dual& y) { return x -= y; }
  friend Dual operator*(Dual x, const Dual& y) { return x *= y; }
  friend Dual operator/(Dual x, const Dual& y) { return x /= y; }
  friend Dual operator-(const Dual& x) { return {-x.value, -x.slope}; }
  friend bool operator<(const Dual& x, const Dual& y) { return x.value < y.value; }
  friend bool operator>(const Dual& x, const Dual& y) { return x.value > y.value; }
};

inline Dual exp(const Dual& x) {
  const double e = math::exp(x.value);
  return {e, e * x.slope};
}
inline Dual log(const Dual& x) { return {math::log(x.value), x.slope / x.value}; }
inline Dual tanh(const Dual& x) {
  const double t = math::tanh(x.value);
  return {t, (1 - t * t) * x.slope};
}
inline Dual sqrt(const Dual& x) {
  const double root = std::sqrt(x.value);
  return {root, x.slope / (2 * root)};
}

}  // namespace etude::model
