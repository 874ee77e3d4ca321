#include "etude/base/number.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/number_detail.h"
#include "support/not_finite.h"

namespace etude {
namespace {

struct Spelled {
  double value;
  std::string text;
};

TEST(Number, Shortest) {
  const Spelled cases[] = {
      {0, "0"},
      {-0.0, "-0"},
      {0.05, "0.05"},
      {300, "300"},
      {-1.5, "-1.5"},
      {1e-3, "0.001"},
      {0.00123, "0.00123"},
      {9.99e-4, "9.99e-4"},
      {1e-4, "1e-4"},
      {3.5e-7, "3.5e-7"},
      {1e15, "1000000000000000"},
      {9999999999999998, "9999999999999998"},
      {1e16, "1e16"},
      {-1.25e17, "-1.25e17"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1.0 / 3, "0.3333333333333333"},
      {123456.789, "123456.789"},
      {1e100, "1e100"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e308"},
      {nan, "nan"},
      {-nan, "nan"},
      {inf, "inf"},
      {-inf, "-inf"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(shortest(value), text);
}

TEST(Number, Fixed) {
  struct Case {
    double value;
    int decimals;
    std::string text;
  };
  const Case cases[] = {
      {0.18416, 4, "0.1842"},
      {0.125, 2, "0.12"},
      {0.375, 2, "0.38"},
      {2, 0, "2"},
      {2.5, 0, "2"},
      {-0.001, 2, "-0.00"},
      {0, 3, "0.000"},
      {999.996, 2, "1000.00"},
      {1e22, 1, "10000000000000000000000.0"},
      {0.1, 17, "0.10000000000000001"},
      {0.5, 99, "0.50000000000000000"},
      {0.5, -1, "0"},
      {nan, 2, "nan"},
      {-inf, 2, "-inf"},
  };
  for (const Case& c : cases) EXPECT_EQ(fixed(c.value, c.decimals), c.text);
  EXPECT_EQ(fixed(-std::numeric_limits<double>::max(), 17).size(), 1u + 309 + 1 + 17);
}

TEST(Number, Significant) {
  struct Case {
    double value;
    int digits;
    std::string text;
  };
  const Case cases[] = {
      {0.000123456, 3, "1.23e-4"},      {0.5, 3, "0.5"}, {123456, 3, "123000"}, {9.9996e-4, 3, "0.001"},
      {9.9996e15, 3, "1e16"},           {-0.0, 4, "-0"}, {2.0 / 3, 1, "0.7"},   {0.1, 17, "0.10000000000000001"},
      {0.1, 99, "0.10000000000000001"}, {17.3, 0, "20"}, {inf, 3, "inf"},
  };
  for (const Case& c : cases) EXPECT_EQ(significant(c.value, c.digits), c.text);
}

TEST(Number, ToDouble) {
  const std::string zeros(500, '0');
  const Spelled cases[] = {
      {0.05, "0.05"},
      {-1e-4, "-1e-4"},
      {3, "+3"},
      {0.5, ".5"},
      {5, "5."},
      {-0.0, "-0"},
      {100, "1E+2"},
      {0.01, "1e-02"},
      {inf, "inf"},
      {-inf, "-INF"},
      {inf, "+Inf"},
      {inf, "1e309"},
      {-inf, "-1e400"},
      {0, "1e-400"},
      {-0.0, "-1e-400"},
      {5e-324, "4e-324"},
      {0, "2e-324"},
      {0, "0e999999999999999999999"},
      {inf, "1e99999999999999999999"},
      {0, "1e-99999999999999999999"},
      {1, "1" + zeros + "e-500"},
      {inf, "1" + zeros},
      {0, "." + zeros + "1"},
      {1, "0." + zeros + "1e501"},
      {inf, "0." + zeros + "1e999"},
      {0, "1" + zeros + "e-999"},
      {9007199254740992, "9007199254740993"},
      {2.2250738585072014e-308, "2.2250738585072012e-308"},
  };
  for (const auto& [value, text] : cases) {
    const auto got = to_double(text);
    ASSERT_TRUE(got) << text;
    EXPECT_EQ(std::bit_cast<std::uint64_t>(*got), std::bit_cast<std::uint64_t>(value)) << text << " gave " << *got;
    const std::string size = text.substr(text[0] == '-' || text[0] == '+' ? 1 : 0);
    if (size[0] < 'A') {
      EXPECT_EQ(detail::read_by_hand(size), std::fabs(value)) << text;
    }
  }
  for (const char* text : {"nan", "-nan", "NaN", "+NAN"}) EXPECT_TRUE(std::isnan(to_double(text).value())) << text;
}

TEST(Number, ToDoubleRefuses) {
  using namespace std::string_literals;
  for (const std::string& text :
       {""s,     " "s,  "+"s,   "-"s,   "."s,    "e5"s,    "1e"s,    "1e+"s,   ".e1"s,      "--1"s, "+-1"s,
        "-+1"s,  "1 "s, " 1"s,  "1,5"s, "0x1"s,  "1_000"s, "1.2.3"s, "1e5.0"s, "infinity"s, "in"s,  "nan(1)"s,
        "nano"s, "1f"s, "1\0"s, "\0"s,  "1e5 "s, "٣"s,     "1e1e1"s, "0b1"s,   "−1"s}) {
    EXPECT_FALSE(to_double(text)) << text;
  }
}

TEST(Number, ToInteger) {
  struct Case {
    std::string text;
    std::optional<std::int64_t> want;
  };
  const Case cases[] = {
      {"0", 0},
      {"42", 42},
      {"-7", -7},
      {"+3", 3},
      {"-0", 0},
      {"007", 7},
      {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
      {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
      {"9223372036854775808", {}},
      {"", {}},
      {"+", {}},
      {"-", {}},
      {"+-3", {}},
      {"--3", {}},
      {"++3", {}},
      {"3.0", {}},
      {"3 ", {}},
      {" 3", {}},
      {"1e3", {}},
      {"0x10", {}},
      {"3k", {}},
  };
  for (const Case& c : cases) EXPECT_EQ(to_integer(c.text), c.want) << c.text;
}

#ifdef __cpp_lib_to_chars

void expect_one_spelling(double value) {
  const detail::Decimal ours = detail::decimal_by_hand(value, 0);
  const detail::Decimal theirs = detail::decimal_by_to_chars(value, 0);
  ASSERT_EQ(ours, theirs) << std::hexfloat << value << ": " << ours.digits << " and " << theirs.digits;
  ASSERT_EQ(to_double(shortest(value)), value);
}

#ifdef NDEBUG
constexpr int drawn_numbers = 50000;
#else
constexpr int drawn_numbers = 5000;  // under the sanitizers, where one takes thirty times as long
#endif

TEST(Number, BothWaysGiveTheSameShortestDigits) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 4 * drawn_numbers; ++i) {
    const double value = std::bit_cast<double>(random() >> 1);
    if (!std::isfinite(value)) continue;
    ASSERT_NO_FATAL_FAILURE(expect_one_spelling(value));
  }
  for (int i = 0; i < drawn_numbers; ++i) {
    const double rate = static_cast<double>(random() >> 11) * 0x1p-53;
    ASSERT_NO_FATAL_FAILURE(expect_one_spelling(rate));
    ASSERT_NO_FATAL_FAILURE(expect_one_spelling(static_cast<double>(random() % 100000) / 1000));
  }
}

// where the spacing of the doubles changes
TEST(Number, BothWaysGiveTheSameDigitsAtPowersOfTwo) {
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    const double power = std::ldexp(1, exponent);
    for (const double value : {power, std::nextafter(power, 0), std::nextafter(power, inf)}) {
      ASSERT_NO_FATAL_FAILURE(expect_one_spelling(value));
    }
  }
}

TEST(Number, BothWaysRoundAlike) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 20000; ++i) {
    const double value = std::bit_cast<double>(random() >> 1);
    if (!std::isfinite(value)) continue;
    const int digits = 1 + i % 17;
    ASSERT_EQ(detail::decimal_by_hand(value, digits), detail::decimal_by_to_chars(value, digits)) << value;
    const double common = std::ldexp(value, -std::ilogb(value) + i % 60 - 30);
    ASSERT_EQ(detail::fixed_by_hand(common, digits), detail::fixed_by_to_chars(common, digits)) << common;
    const std::string text = detail::fixed_by_hand(common, digits);
    ASSERT_EQ(detail::read_by_hand(text), detail::read_by_from_chars(text)) << text;
  }
}

#endif

}  // namespace
}  // namespace etude
