#pragma once
// Doubles to digits and back where the library has neither std::to_chars nor std::from_chars for them.
//
// Idea: every double is a decimal number with an end. Twice as much, or half, is one pass over its digits; so the
// mantissa, doubled or halved as often as its exponent says, is all digits of the double, to be rounded where wanted.
// Backwards, a text is halved or doubled until 53 bits of it stand before the point.
// Edges: subnormal numbers have fewer bits; what is cut behind 800 digits is remembered as "more", which decides ties:
// no double and no middle between two has more than 768. Ties go to the even digit. Cost: digits x exponent / 60.
// Source: N. Tao, The Simple Decimal Conversion algorithm, 2020.

#include <cstdint>
#include <string>
#include <string_view>

namespace etude::detail {

/// 0.d1d2d3... x 10^point, d1 not 0; 0 has no digits.
class LongDecimal {
 public:
  /// A finite value >= 0.
  explicit LongDecimal(double value);
  LongDecimal(std::string_view digits, int point);

  const std::string& digits() const { return digits_; }
  int point() const { return point_; }

  /// The nearest of `count` digits; and the one above what is left when digits are cut there.
  LongDecimal nearest(int count) const;
  LongDecimal cut_and_up(int count) const;

  /// The nearest double; infinity where it is too large.
  double value() const;

 private:
  LongDecimal cut(int count) const;
  bool is_nearer_above(int count) const;
  void scale(int bits);
  void scale_up(int bits);
  void scale_down(int bits);
  void trim();

  std::string digits_;
  int point_ = 0;
  bool more_ = false;  // digits that are not all 0 were cut
};

}  // namespace etude::detail
