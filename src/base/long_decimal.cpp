// A decimal number of up to 800 digits that can be halved and doubled: where a double's nearest decimal, or a decimal's
// nearest double, needs more digits than 64 bits hold. Multiplying and dividing by powers of two moves from digit to
// digit, as on paper. Cost: O(digits) for every 60 bits.

#include "base/long_decimal.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace etude::detail {
namespace {

constexpr std::size_t most_digits = 800;
constexpr int most_bits = 60;  // ten times 2^60 fits 64 bits
constexpr int lowest = std::numeric_limits<double>::min_exponent, bits_of_double = std::numeric_limits<double>::digits;

}  // namespace

LongDecimal::LongDecimal(std::string_view digits, int point) : digits_(digits), point_(point) { trim(); }

LongDecimal::LongDecimal(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  digits_ = std::to_string(static_cast<std::int64_t>(std::ldexp(mantissa, bits_of_double)));
  point_ = static_cast<int>(digits_.size());
  trim();
  scale(exponent - bits_of_double);
}

void LongDecimal::trim() {
  const std::size_t zeros = std::min(digits_.find_first_not_of('0'), digits_.size());
  digits_.erase(0, zeros);
  point_ -= static_cast<int>(zeros);
  if (digits_.size() > most_digits) {
    more_ = more_ || digits_.find_first_not_of('0', most_digits) != std::string::npos;
    digits_.resize(most_digits);
  }
  digits_.resize(digits_.find_last_not_of('0') + 1);
}

void LongDecimal::scale(int bits) {
  for (int left = std::abs(bits); left > 0; left -= most_bits) {
    if (bits > 0)
      scale_up(std::min(left, most_bits));
    else
      scale_down(std::min(left, most_bits));
  }
}

// Times 2^bits, from the last digit on.
void LongDecimal::scale_up(int bits) {
  std::uint64_t carry = 0;
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit) {
    carry += static_cast<std::uint64_t>(*digit - '0') << bits;
    *digit = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  const std::string before = carry > 0 ? std::to_string(carry) : "";
  digits_.insert(0, before);
  point_ += static_cast<int>(before.size());
  trim();
}

// Divided by 2^bits, from the first digit on.
void LongDecimal::scale_down(int bits) {
  std::string halved;
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < digits_.size() || (rest > 0 && halved.size() <= most_digits + most_bits); ++i) {
    rest = 10 * rest + static_cast<std::uint64_t>(i < digits_.size() ? digits_[i] - '0' : 0);
    halved += static_cast<char>('0' + (rest >> bits));
    rest &= (std::uint64_t(1) << bits) - 1;
  }
  more_ = more_ || rest > 0;
  digits_ = std::move(halved);
  trim();
}

bool LongDecimal::is_nearer_above(int count) const {
  const auto at = static_cast<std::size_t>(count);
  if (count < 0 || at >= digits_.size()) return false;
  const bool is_middle = digits_[at] == '5' && at + 1 == digits_.size() && !more_;
  return is_middle ? count > 0 && digits_[at - 1] % 2 != 0 : digits_[at] >= '5';
}

LongDecimal LongDecimal::cut(int count) const {
  return {std::string_view(digits_).substr(0, static_cast<std::size_t>(std::max(count, 0))), point_};
}

LongDecimal LongDecimal::cut_and_up(int count) const {
  std::size_t nines = static_cast<std::size_t>(count);
  while (nines > 0 && digits_[nines - 1] == '9') --nines;
  if (nines == 0) return {"1", point_ + 1};
  std::string above = digits_.substr(0, nines);
  ++above.back();
  return {above, point_};
}

LongDecimal LongDecimal::nearest(int count) const { return is_nearer_above(count) ? cut_and_up(count) : cut(count); }

double LongDecimal::value() const {
  if (digits_.empty() || point_ < std::numeric_limits<double>::min_exponent10 - bits_of_double) return 0;
  if (point_ > std::numeric_limits<double>::max_exponent10 + 1) return std::numeric_limits<double>::infinity();
  LongDecimal left = *this;  // times 2^exponent is the value; made to lie in 1/2 ... 1
  int exponent = 0;
  const auto take = [&](int bits) {
    left.scale(-bits);
    exponent += bits;
  };
  while (left.point_ > 0) take(std::clamp(3 * (left.point_ - 1), 1, most_bits));
  while (left.point_ < 0 || left.digits_[0] < '5') take(-std::clamp(-3 * left.point_, 1, most_bits));
  if (exponent < lowest) take(lowest - exponent);
  left.scale(bits_of_double);
  std::int64_t whole = 0;
  const LongDecimal rounded = left.nearest(left.point_);
  for (int i = 0; i < rounded.point_; ++i)
    whole = 10 * whole +
            (i < static_cast<int>(rounded.digits_.size()) ? rounded.digits_[static_cast<std::size_t>(i)] - '0' : 0);
  return std::ldexp(static_cast<double>(whole), exponent - bits_of_double);
}

}  // namespace etude::detail
