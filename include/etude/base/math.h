#pragma once
// Elementary functions with the same bits on every platform, compiler and optimisation level: built on + - * / and
// integers alone, so a curve computed in a browser equals one computed on a cluster.
//
// Every one is nearly correctly rounded: less than 0.53 ulp from the true value, over the whole range of doubles and
// through the subnormals, so a result that a double can hold is exact (pow(10, 2) == 100). Tests hold them to MPFR.
// They set no errno and read no rounding mode; the mode must be to nearest and -ffast-math off.
//
// And one sort with the same order on every platform. It is stable, and it orders indices, so that no type brings a
// sort of its own into the explorer's page, where they took 26 kB. Cost: count log count calls of `before`, two moves a
// value.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace etude::math {

inline constexpr double pi = 3.14159265358979323846;

/// e^x. Overflow gives infinity, underflow goes through the subnormals to 0, NaN stays NaN.
double exp(double x);

/// Natural logarithm. log(0) = -infinity, log(x < 0) = NaN.
double log(double x);

/// x^y for every x and y, with the special values of IEEE 754 pow: pow(x, 0) = pow(1, y) = 1 for NaN too; a negative x
/// takes integers y (NaN otherwise), and pow(-0, y), pow(-infinity, y) are negative for odd y.
double pow(double x, double y);

/// The powers of one base: Powers(x)(y) has the bits of pow(x, y) at about half the cost.
class Powers {
 public:
  explicit Powers(double base);
  double operator()(double y) const;

 private:
  double base_;
  double log_high_ = 0, log_rest_ = 0;
  bool is_plain_;  // the logarithm is kept; otherwise pow's special cases
};

/// cos(pi x) and sin(pi x): exact at every multiple of 1/2, at any size of x; NaN at infinity.
/// cos_pi(n + 1/2) = +0 and sin_pi(n) has the sign of n, as IEEE 754 has it.
double cos_pi(double x);
double sin_pi(double x);

/// cos and sin of x radians, to the same accuracy at any size of x; NaN at infinity.
double cos(double x);
double sin(double x);

/// Hyperbolic tangent: (e^2x - 1) / (e^2x + 1), +-1 at +-infinity.
double tanh(double x);

/// w a + (1 - w) b: a at w = 1 and b at w = 0, both exact.
inline double mix(double w, double a, double b) { return w * a + (1 - w) * b; }

/// a b, but 0 times infinity is 0: a factor of 0 switches off what has grown too large for a double. NaN stays.
inline double times(double a, double b) {
  const double ab = a * b;
  return ab == ab || a != a || b != b ? ab : 0;
}

/// The weight w of a on the way between a and b, of which p is done: 1 - p, p, or half a cosine wave,
/// (1 + cos(pi p)) / 2.
enum class Weight { left, done, wave };

/// mix(w, a, b) at p = n / whole, 0 <= n <= whole.
struct Ramp {
  Weight weight;
  double whole, a, b;

  double operator()(double n) const {
    const double p = n / whole;
    if (weight == Weight::wave) return on_wave(p, a, b);
    return mix(weight == Weight::left ? 1 - p : p, a, b);
  }
  /// out[i] = (*this)(first + way i), bit for bit, faster; `way` is 1 or -1.
  void values(std::int64_t first, int way, std::span<double> out) const;

  /// mix((1 + cos(pi p)) / 2, a, b), |p| < 2^45.
  static double on_wave(double p, double a, double b);
};

/// The indices 0 ... count - 1 in the order that before(i, k) says; where it says neither, i < k.
std::vector<std::size_t> order_of(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& before);

/// Sorts a vector or span, equals in the order that they have.
template <class Values, class Before = std::less<>>
void sort(Values&& values, const Before& before = {}) {
  std::vector<std::remove_cvref_t<decltype(values[0])>> sorted;
  sorted.reserve(values.size());
  for (const std::size_t i :
       order_of(values.size(), [&](std::size_t i, std::size_t k) { return before(values[i], values[k]); }))
    sorted.push_back(std::move(values[i]));
  for (std::size_t i = 0; i < sorted.size(); ++i) values[i] = std::move(sorted[i]);
}

}  // namespace etude::math
