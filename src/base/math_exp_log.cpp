// exp and log: what exp_log.h computes in two doubles, rounded once, through the subnormals too.

#include <limits>

#include "base/exp_log.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::math {
namespace detail {

double round_scaled_slow(const Scaled& value) {
  const double sum = value.hi + value.lo;
  if (value.exponent > 1200) return std::numeric_limits<double>::infinity();
  if (value.exponent >= 1023) return sum * power_of_two(value.exponent - 200) * power_of_two(200);
  if (value.exponent < -1100) return 0;
  if (value.exponent == -1022 && sum >= 1) return sum * power_of_two(-1022);
  const double unit = power_of_two(value.exponent + 1022);
  return round_subnormal({value.hi * unit, value.lo * unit});
}

}  // namespace detail

double exp(double x) {
  if (x != x) return x;
  if (x > 710) return std::numeric_limits<double>::infinity();
  if (x < -746) return 0;
  return detail::round_scaled(detail::exp_parts(x, 0));
}

double log(double x) {
  constexpr std::uint64_t least_normal = 0x0010000000000000;
  constexpr std::uint64_t infinity = 0x7ff0000000000000;
  std::uint64_t bits = detail::bits_of(x);
  int offset = 0;
  if (bits - least_normal >= infinity - least_normal) {
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (x < 0) return not_a_number;
    if (bits >= infinity) return x;  // +infinity, NaN
    bits = detail::bits_of(x * 0x1p54);
    offset = -54;
  }
  const detail::Pair parts = detail::log_parts(bits, offset);
  return parts.hi + parts.lo;
}

}  // namespace etude::math
