#pragma once
// The two ways from a double to its digits and back, for number.cpp and the test that holds one against the other.

#include <string>
#include <version>

namespace etude::detail {

/// d1.d2d3... x 10^exponent, without trailing zeros but in "0" itself.
struct Decimal {
  std::string digits;
  int exponent = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// The digits of a finite value >= 0: the fewest that read back as it (digits = 0), or the nearest of 1 ... 17 digits.
Decimal decimal_by_hand(double value, int digits);

/// A finite value with 0 ... 17 decimals.
std::string fixed_by_hand(double value, int decimals);

/// The value of a text of digits that to_double has checked.
double read_by_hand(const std::string& text);

#ifdef __cpp_lib_to_chars
/// The same three by std::to_chars and std::from_chars, which the library for WebAssembly lacks for double.
Decimal decimal_by_to_chars(double value, int digits);
std::string fixed_by_to_chars(double value, int decimals);
double read_by_from_chars(const std::string& text);
#endif

}  // namespace etude::detail
