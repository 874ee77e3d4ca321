// Idea: x^y = e^(y log x), with log x and its product by y carried to 67 bits.
// Formula: see exp_log.h; of the product the halves that are exact go first.
// Edges: the special values of IEEE 754 pow; pow(x, 0) = pow(1, y) = 1 for NaN too; a negative x takes integers y only.
// Cost: 90 flops, error below 0.52 ulp, so every representable result is exact.

#include <limits>

#include "base/exp_log.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::math {
namespace {

using detail::bits_of;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
constexpr std::uint64_t infinity_bits = 0x7ff0000000000000;
constexpr std::uint64_t least_normal = 0x0010000000000000;

double magnitude(double x) { return detail::from_bits(bits_of(x) & ~sign_bit); }

bool is_integer(double y) {
  if (magnitude(y) >= 0x1p53) return true;
  return static_cast<double>(static_cast<std::int64_t>(y)) == y;
}

bool is_odd_integer(double y) {
  return magnitude(y) < 0x1p53 && is_integer(y) && (static_cast<std::int64_t>(y) & 1) != 0;
}

// log of 2^offset times the positive normal number with these bits: its upper half, and the rest
detail::Pair halved_log(std::uint64_t bits, int offset) {
  const detail::Pair log_x = detail::log_pair(bits, offset);
  const detail::Pair log_high = detail::split(log_x.hi);
  return {log_high.hi, log_high.lo + log_x.lo};
}

// e^(y log), 2^-65 <= |y| < 2^63
double exp_of_product(const detail::Pair& halved, double y) {
  const detail::Pair y_parts = detail::split(y);
  const double product = y_parts.hi * halved.hi;  // exact
  if (product > 710) return infinity;
  if (product < -746) return 0;
  return detail::round_scaled(detail::exp_parts(product, y_parts.lo * halved.hi + y * halved.lo));
}

double plain_pow(std::uint64_t bits, int offset, double y) { return exp_of_product(halved_log(bits, offset), y); }

bool is_plain_base(double x) { return bits_of(x) - least_normal < infinity_bits - least_normal; }

bool is_plain_exponent(double y) {
  constexpr std::uint64_t least_y = 0x3be0000000000000, end_y = 0x43e0000000000000;  // 2^-65, 2^63
  return (bits_of(y) & ~sign_bit) - least_y < end_y - least_y;
}

// x > 0 and finite, y finite
double positive_pow(double x, double y) {
  if (magnitude(y) >= 0x1p63) return x == 1 ? 1.0 : ((x > 1) == (y > 0) ? infinity : 0.0);
  if (magnitude(y) < 0x1p-65) return 1;
  const bool subnormal = bits_of(x) < least_normal;
  return plain_pow(bits_of(subnormal ? x * 0x1p54 : x), subnormal ? -54 : 0, y);
}

// x is 0 or infinite, or y is
double special_pow(double x, double y) {
  const double size = magnitude(x);
  if (magnitude(y) == infinity) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? infinity : 0.0;
  }
  const double result = (size == 0) == (y > 0) ? 0.0 : infinity;
  return (bits_of(x) & sign_bit) != 0 && is_odd_integer(y) ? -result : result;
}

double other_pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return not_a_number;
  if (x == 0 || magnitude(x) == infinity || magnitude(y) == infinity) return special_pow(x, y);
  if (x > 0) return positive_pow(x, y);
  if (!is_integer(y)) return not_a_number;
  const double result = positive_pow(-x, y);
  return is_odd_integer(y) ? -result : result;
}

}  // namespace

double pow(double x, double y) {
  return is_plain_base(x) && is_plain_exponent(y) ? plain_pow(bits_of(x), 0, y) : other_pow(x, y);
}

Powers::Powers(double base) : base_(base), is_plain_(is_plain_base(base)) {
  if (!is_plain_) return;
  const detail::Pair halved = halved_log(bits_of(base), 0);
  log_high_ = halved.hi;
  log_rest_ = halved.lo;
}

double Powers::operator()(double y) const {
  return is_plain_ && is_plain_exponent(y) ? exp_of_product({log_high_, log_rest_}, y) : other_pow(base_, y);
}

}  // namespace etude::math
