// Numbers to text and back: by std::to_chars and std::from_chars where the library has them for doubles, otherwise by
// LongDecimal, with the same digits. A test holds the two ways against each other.

#include "etude/base/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/long_decimal.h"
#include "base/number_detail.h"

namespace etude {
namespace detail {
namespace {

// What stands behind the e at `e`, if there is one; as far as that can matter.
std::int64_t exponent_of(std::string_view text, std::size_t e) {
  constexpr std::int64_t enormous = 1'000'000'000'000'000;  // beyond any place, and ten times it still fits
  std::int64_t exponent = 0;
  for (const char c : text.substr(std::min(e + 1, text.size())))
    if (c >= '0' && c <= '9') exponent = std::min<std::int64_t>(10 * exponent + (c - '0'), enormous);
  return e + 1 < text.size() && text[e + 1] == '-' ? -exponent : exponent;
}

// 15 digits survive the way into a normal double and back, so where they read back the fewest are among them.
// Above a power of two the doubles lie twice as far apart as below it: there the neighbour above may read back
// where the nearest number of as many digits, below, does not.
LongDecimal shortest_by_hand(double value) {
  const LongDecimal exact(value);
  const bool normal = value >= std::numeric_limits<double>::min();
  const bool power_of_two = (std::bit_cast<std::uint64_t>(value) & 0x000fffffffffffff) == 0;
  for (int digits = normal ? 15 : 1; digits < 17; ++digits) {
    const LongDecimal nearest = exact.nearest(digits);
    if (nearest.value() == value) return nearest;
    if (digits < 16 || !power_of_two) continue;
    const LongDecimal above = exact.cut_and_up(digits);
    if (above.value() == value) return above;
  }
  return exact.nearest(17);
}

}  // namespace

Decimal decimal_by_hand(double value, int digits) {
  const LongDecimal decimal = digits == 0 ? shortest_by_hand(value) : LongDecimal(value).nearest(digits);
  if (decimal.digits().empty()) return {"0", 0};
  return {decimal.digits(), decimal.point() - 1};
}

std::string fixed_by_hand(double value, int decimals) {
  const LongDecimal exact(std::fabs(value));
  const LongDecimal decimal = exact.nearest(exact.point() + decimals);
  const auto wanted = static_cast<std::size_t>(decimals);
  const int before_point = decimal.digits().empty() ? 0 : decimal.point();
  std::string text(static_cast<std::size_t>(std::max(1 - before_point, 0)), '0');  // a digit before the point
  text += decimal.digits();
  const auto point = static_cast<std::size_t>(std::max(before_point, 1));
  text.resize(point + wanted, '0');
  if (wanted > 0) text.insert(point, 1, '.');
  if (std::signbit(value)) text.insert(0, 1, '-');
  return text;
}

double read_by_hand(const std::string& text) {
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::size_t point = std::min(text.find('.'), e);
  std::string digits = text.substr(0, point);
  if (point < e) digits.append(text, point + 1, e - point - 1);
  const auto place = static_cast<std::int64_t>(point) + exponent_of(text, e);
  constexpr std::int64_t far = 1'000'000'000;  // further than any text is long, and within int
  return LongDecimal(digits, static_cast<int>(std::clamp(place, -far, far))).value();
}

#ifdef __cpp_lib_to_chars

namespace {

constexpr std::size_t longest_fixed = 400;  // a sign, 309 digits, a point, 17 digits
constexpr std::size_t longest_scientific = 32;

// "1.500e-07" -> {"15", -7}
Decimal decimal_of(std::string_view scientific) {
  const std::size_t e = scientific.find('e');
  Decimal decimal;
  for (const char c : scientific.substr(0, e)) {
    if (c != '.') decimal.digits += c;
  }
  decimal.digits.resize(std::max<std::size_t>(decimal.digits.find_last_not_of('0') + 1, 1));
  const bool negative = scientific[e + 1] == '-';
  for (const char c : scientific.substr(e + 2)) decimal.exponent = 10 * decimal.exponent + (c - '0');
  if (negative) decimal.exponent = -decimal.exponent;
  return decimal;
}

}  // namespace

Decimal decimal_by_to_chars(double value, int digits) {
  std::array<char, longest_scientific> text;
  char* const end = text.data() + text.size();
  constexpr auto format = std::chars_format::scientific;
  const auto result = digits == 0 ? std::to_chars(text.data(), end, value, format)
                                  : std::to_chars(text.data(), end, value, format, digits - 1);
  return decimal_of({text.data(), static_cast<std::size_t>(result.ptr - text.data())});
}

std::string fixed_by_to_chars(double value, int decimals) {
  std::array<char, longest_fixed> text;
  const auto result = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
  return {text.data(), result.ptr};
}

double read_by_from_chars(const std::string& text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc::result_out_of_range ? read_by_hand(text) : value;  // which tells too large from small
}

#endif

}  // namespace detail

namespace {

#ifdef __cpp_lib_to_chars
constexpr auto decimal_by = detail::decimal_by_to_chars;
constexpr auto fixed_by = detail::fixed_by_to_chars;
constexpr auto read_by = detail::read_by_from_chars;
#else
constexpr auto decimal_by = detail::decimal_by_hand;
constexpr auto fixed_by = detail::fixed_by_hand;
constexpr auto read_by = detail::read_by_hand;
#endif

std::string word_for(double value) { return value != value ? "nan" : value > 0 ? "inf" : "-inf"; }

void append_plain(std::string& out, const detail::Decimal& decimal) {
  const std::string& digits = decimal.digits;
  if (decimal.exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-decimal.exponent - 1), '0').append(digits);
    return;
  }
  const std::size_t before_point = static_cast<std::size_t>(decimal.exponent) + 1;
  out.append(digits, 0, before_point);
  if (digits.size() < before_point) out.append(before_point - digits.size(), '0');
  if (digits.size() > before_point) out.append(".").append(digits, before_point);
}

void append_scientific(std::string& out, const detail::Decimal& decimal) {
  out += decimal.digits[0];
  if (decimal.digits.size() > 1) out.append(".").append(decimal.digits, 1);
  out.append("e").append(std::to_string(decimal.exponent));
}

std::string lay_out(double value, int digits) {
  if (!std::isfinite(value)) return word_for(value);
  const detail::Decimal decimal = decimal_by(std::fabs(value), digits);
  const bool plain = decimal.exponent >= -3 && decimal.exponent < 16;
  std::string out = std::signbit(value) ? "-" : "";
  (plain ? append_plain : append_scientific)(out, decimal);
  return out;
}

std::size_t count_digits(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
  return end - std::min(at, end);
}

// digits [. digits] [e [sign] digits], with a digit on one side of the point at least
bool spells_number(std::string_view text) {
  const std::size_t whole = count_digits(text, 0);
  std::size_t at = whole;
  std::size_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    fraction = count_digits(text, at + 1);
    at += 1 + fraction;
  }
  if (whole + fraction == 0) return false;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  const std::size_t exponent = count_digits(text, at);
  return exponent > 0 && at + exponent == text.size();
}

bool is_word(std::string_view text, std::string_view word) {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != word[i] && text[i] != word[i] - 'a' + 'A') return false;
  }
  return true;
}

}  // namespace

std::string shortest(double value) { return lay_out(value, 0); }

std::string fixed(double value, int decimals) {
  return std::isfinite(value) ? fixed_by(value, std::clamp(decimals, 0, 17)) : word_for(value);
}

std::string significant(double value, int digits) { return lay_out(value, std::clamp(digits, 1, 17)); }

std::optional<double> to_double(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  double size = 0;
  if (is_word(text, "nan")) {
    size = not_a_number;
  } else if (is_word(text, "inf")) {
    size = std::numeric_limits<double>::infinity();
  } else if (spells_number(text)) {
    size = read_by(std::string(text));
  } else {
    return std::nullopt;
  }
  return negative ? -size : size;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  if (plus) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace etude
