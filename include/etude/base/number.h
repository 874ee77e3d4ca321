#pragma once
// Numbers to text and back: locale-free, the same bytes on every platform and front end.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace etude {

/// In the place of a number that there is not.
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The shortest decimal text that reads back as exactly `value`.
/// Plain notation while 1e-3 <= |value| < 1e16 ("0.05", "300"), scientific otherwise ("1e-4", "3.5e-7", "1e16").
/// "0", "-0", "nan", "inf" and "-inf" for the values that have no digits.
std::string shortest(double value);

/// `value` with exactly `decimals` digits after the point (0 ... 17; others are brought into that range):
/// fixed(0.18416, 4) == "0.1842". The exact binary value is rounded, halves to even; -0.001 keeps its sign: "-0.00".
std::string fixed(double value, int decimals);

/// `value` rounded to `digits` significant digits (1 ... 17; others are brought into that range), laid out like
/// shortest(), without trailing zeros: significant(0.000123456, 3) == "1.23e-4", significant(0.5, 3) == "0.5".
std::string significant(double value, int digits);

/// The number that the whole of `text` spells ("0.05", "-1e-4", "+3", ".5", "5."), nothing if it spells none.
/// No blanks, hex or locale. "nan" and "inf" (any sign, any case) are read.
/// The result is the nearest double, halves to even. Out of range gives infinity or zero.
std::optional<double> to_double(std::string_view text);

/// The integer that the whole of `text` spells ("42", "-7", "+3"), nothing if it spells none or does not fit.
std::optional<std::int64_t> to_integer(std::string_view text);

}  // namespace etude
