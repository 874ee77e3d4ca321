#include "etude/base/math.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/cos_pi.h"
#include "support/not_finite.h"

namespace etude {
namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();

using Random = std::mt19937_64;
using Draw = std::function<double(Random&)>;

double unit(Random& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }
Draw between(double low, double high) {
  return [=](Random& random) { return low + (high - low) * unit(random); };
}
double any_bits(Random& random) { return std::bit_cast<double>(random()); }
double any_size(Random& random) { return std::fabs(any_bits(random)); }
double subnormal(Random& random) { return std::bit_cast<double>((random() >> 12) >> (random() % 52)); }
double beside_one(Random& random) { return 1 + std::ldexp(unit(random) - 0.5, -static_cast<int>(random() % 53)); }
double beside_half(Random& random) { return 0.5 + std::ldexp(unit(random) - 0.5, -static_cast<int>(random() % 53)); }
double small(Random& random) { return std::ldexp(unit(random) - 0.5, -static_cast<int>(random() % 1070)); }
// the double nearest to a multiple of pi/2, with up to 900 binary zeros: where reduction loses most digits
double beside_zero_of_cos(Random& random) {
  const auto n = static_cast<double>(random() >> (11 + random() % 52));
  return std::ldexp(n * 1.5707963267948966, static_cast<int>(random() % 3) * 450);
}

class Exact {
 public:
  Exact() { mpfr_init2(value_, 160); }
  ~Exact() { mpfr_clear(value_); }
  Exact(const Exact&) = delete;
  Exact& operator=(const Exact&) = delete;
  mpfr_ptr get() { return value_; }

  // |got - this| in units of the last place of this
  double ulps(double got) {
    const double nearest = mpfr_get_d(value_, MPFR_RNDN);
    if (std::isnan(got) || std::isnan(nearest)) return std::isnan(got) == std::isnan(nearest) ? 0 : inf;
    if (std::isinf(got) || std::isinf(nearest)) return got == nearest ? 0 : inf;
    const long exponent = mpfr_zero_p(value_) ? -1021 : std::max<long>(mpfr_get_exp(value_), -1021);
    mpfr_sub_d(value_, value_, got, MPFR_RNDN);
    mpfr_mul_2si(value_, value_, 53 - exponent, MPFR_RNDN);
    return std::fabs(mpfr_get_d(value_, MPFR_RNDN));
  }

 private:
  mpfr_t value_;
};

int draws() { return std::getenv("ETUDE_LONG_TESTS") != nullptr ? 1000000 : 100000; }

struct Function {
  std::string name;
  double (*ours)(double);
  int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
  std::vector<Draw> arguments;
};

std::ostream& operator<<(std::ostream& out, const Function& function) { return out << function.name; }

const std::vector<Function>& functions() {
  static const std::vector<Function> list = {
      {"exp", math::exp, mpfr_exp, {between(-746, 711), between(-1, 1), between(-746, -707), small, any_bits}},
      {"log", math::log, mpfr_log, {any_size, between(0.5, 2), between(0.98, 1.02), beside_one, subnormal}},
      {"cos_pi", math::cos_pi, mpfr_cospi, {between(-2, 2), between(-1e6, 1e6), beside_half, any_bits}},
      {"sin_pi", math::sin_pi, mpfr_sinpi, {between(-2, 2), between(-1e6, 1e6), small, any_bits, beside_one}},
      {"cos", math::cos, mpfr_cos, {between(-4, 4), between(-1.1e6, 1.1e6), any_bits, beside_zero_of_cos}},
      {"sin", math::sin, mpfr_sin, {between(-4, 4), between(-1.1e6, 1.1e6), any_bits, beside_zero_of_cos, small}},
      {"tanh", math::tanh, mpfr_tanh, {between(-1, 1), between(0.1, 0.2), between(-22, 22), small, any_bits}},
  };
  return list;
}

class NearTruth : public ::testing::TestWithParam<Function> {};

TEST_P(NearTruth, WithinLimit) {
  const Function& function = GetParam();
  Random random(1);
  Exact argument, exact;
  double worst = 0, worst_x = 0;
  for (int i = 0; i < draws(); ++i) {
    const double x = function.arguments[static_cast<std::size_t>(i) % function.arguments.size()](random);
    mpfr_set_d(argument.get(), x, MPFR_RNDN);
    function.exact(exact.get(), argument.get(), MPFR_RNDN);
    const double error = exact.ulps(function.ours(x));
    if (error > worst) worst = error, worst_x = x;
  }
  RecordProperty("worst_ulp", std::to_string(worst));
  EXPECT_LT(worst, 0.53) << function.name << "(" << std::hexfloat << worst_x << ") = " << function.ours(worst_x);
  EXPECT_GT(worst, 0.45);  // or the test has looked at nothing
}

INSTANTIATE_TEST_SUITE_P(Math, NearTruth, ::testing::ValuesIn(functions()),
                         [](const auto& info) { return info.param.name; });

TEST(Pow, WithinLimit) {
  using DrawPower = std::function<double(Random&, double)>;
  const DrawPower whole_range = [](Random& random, double x) { return (unit(random) * 1460 - 746) / std::log(x); };
  const DrawPower to_subnormal = [](Random& random, double x) { return (-707 - unit(random) * 39) / std::log(x); };
  const DrawPower common = [](Random& random, double) { return unit(random) * 20 - 10; };
  const DrawPower whole = [](Random& random, double) { return static_cast<double>(random() % 41) - 20; };
  const DrawPower any = [](Random& random, double) { return any_bits(random); };
  const std::vector<std::pair<Draw, DrawPower>> pairs = {
      {any_size, whole_range},  {beside_one, whole_range},   {any_size, to_subnormal}, {subnormal, whole_range},
      {between(0, 10), common}, {between(-100, 100), whole}, {any_bits, any},          {between(0, 1), whole_range}};
  Random random(1);
  Exact base, power, exact;
  double worst = 0, worst_x = 0, worst_y = 0;
  for (int i = 0; i < draws(); ++i) {
    const auto& [draw_base, draw_power] = pairs[static_cast<std::size_t>(i) % pairs.size()];
    const double x = draw_base(random);
    const double y = draw_power(random, x);
    mpfr_set_d(base.get(), x, MPFR_RNDN);
    mpfr_set_d(power.get(), y, MPFR_RNDN);
    mpfr_pow(exact.get(), base.get(), power.get(), MPFR_RNDN);
    const double error = exact.ulps(math::pow(x, y));
    if (error > worst) worst = error, worst_x = x, worst_y = y;
  }
  RecordProperty("worst_ulp", std::to_string(worst));
  EXPECT_LT(worst, 0.53) << "pow(" << std::hexfloat << worst_x << ", " << worst_y
                         << ") = " << math::pow(worst_x, worst_y);
  EXPECT_GT(worst, 0.45);
}

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

TEST(Math, SpecialValues) {
  struct Case {
    const char* text;
    double got, want;
  };
  const Case cases[] = {
      {"exp(0)", math::exp(0), 1},
      {"exp(-0)", math::exp(-0.0), 1},
      {"exp(inf)", math::exp(inf), inf},
      {"exp(-inf)", math::exp(-inf), 0},
      {"exp(nan)", math::exp(nan), nan},
      {"exp, the last finite", math::exp(0x1.62e42fefa39efp+9), 0x1.fffffffffff2ap+1023},
      {"exp, the first infinite", math::exp(0x1.62e42fefa39f0p+9), inf},
      {"exp, the last above 0", math::exp(-0x1.74910d52d3051p+9), least},
      {"exp, the first 0", math::exp(-0x1.74910d52d3052p+9), 0},
      {"exp(1e300)", math::exp(1e300), inf},
      {"exp(-1e300)", math::exp(-1e300), 0},
      {"exp(least)", math::exp(least), 1},
      {"log(1)", math::log(1), 0},
      {"log(0)", math::log(0), -inf},
      {"log(-0)", math::log(-0.0), -inf},
      {"log(-1)", math::log(-1), nan},
      {"log(-least)", math::log(-least), nan},
      {"log(-inf)", math::log(-inf), nan},
      {"log(inf)", math::log(inf), inf},
      {"log(nan)", math::log(nan), nan},
      {"log(least)", math::log(least), -0x1.74385446d71c3p+9},
      {"log(largest)", math::log(largest), 0x1.62e42fefa39efp+9},
      {"cos_pi(0)", math::cos_pi(0), 1},
      {"cos_pi(1/2)", math::cos_pi(0.5), 0},
      {"cos_pi(-1/2)", math::cos_pi(-0.5), 0},
      {"cos_pi(3/2)", math::cos_pi(1.5), 0},
      {"cos_pi(1)", math::cos_pi(1), -1},
      {"cos_pi(1/3)", math::cos_pi(1.0 / 3), 0.5},
      {"cos_pi(2^53 - 1)", math::cos_pi(0x1p53 - 1), -1},
      {"cos_pi(2^53)", math::cos_pi(0x1p53), 1},
      {"cos_pi(2^52 - 1/2)", math::cos_pi(0x1p52 - 0.5), 0},
      {"cos_pi(2^45 + 1)", math::cos_pi(0x1p45 + 1), -1},
      {"cos_pi(largest)", math::cos_pi(-largest), 1},
      {"cos_pi(inf)", math::cos_pi(inf), nan},
      {"cos_pi(-inf)", math::cos_pi(-inf), nan},
      {"cos_pi(nan)", math::cos_pi(nan), nan},
      {"sin_pi(0)", math::sin_pi(0), 0},
      {"sin_pi(-0)", math::sin_pi(-0.0), -0.0},
      {"sin_pi(1)", math::sin_pi(1), 0},
      {"sin_pi(-1)", math::sin_pi(-1), -0.0},
      {"sin_pi(-2)", math::sin_pi(-2), -0.0},
      {"sin_pi(1/2)", math::sin_pi(0.5), 1},
      {"sin_pi(-3/2)", math::sin_pi(-1.5), 1},
      {"sin_pi(2^52 - 1/2)", math::sin_pi(0x1p52 - 0.5), -1},
      {"sin_pi(-2^60)", math::sin_pi(-0x1p60), -0.0},
      {"sin_pi(least)", math::sin_pi(least), 3 * least},
      {"sin_pi(inf)", math::sin_pi(inf), nan},
      {"sin_pi(nan)", math::sin_pi(nan), nan},
      {"cos(0)", math::cos(0), 1},
      {"cos(inf)", math::cos(inf), nan},
      {"cos(nan)", math::cos(nan), nan},
      {"sin(-0)", math::sin(-0.0), -0.0},
      {"sin(least)", math::sin(least), least},
      {"sin(-inf)", math::sin(-inf), nan},
      {"sin(nan)", math::sin(nan), nan},
      {"tanh(-0)", math::tanh(-0.0), -0.0},
      {"tanh(inf)", math::tanh(inf), 1},
      {"tanh(-inf)", math::tanh(-inf), -1},
      {"tanh(nan)", math::tanh(nan), nan},
      {"tanh(-least)", math::tanh(-least), -least},
  };
  for (const Case& c : cases) EXPECT_TRUE(same(c.got, c.want)) << c.text << " = " << c.got << ", not " << c.want;
}

TEST(Pow, SpecialValues) {
  struct Case {
    double x, y, want;
  };
  const Case cases[] = {
      {nan, 0, 1},
      {0, 0, 1},
      {inf, -0.0, 1},
      {1, nan, 1},
      {1, inf, 1},
      {nan, 1, nan},
      {2, nan, nan},
      {nan, nan, nan},
      {-1, inf, 1},
      {-1, -inf, 1},
      {0.5, inf, 0},
      {0.5, -inf, inf},
      {2, inf, inf},
      {-2, inf, inf},
      {2, -inf, 0},
      {0, inf, 0},
      {0, -inf, inf},
      {-0.0, -inf, inf},
      {inf, inf, inf},
      {-inf, -inf, 0},
      {0, 3, 0},
      {-0.0, 3, -0.0},
      {-0.0, 2, 0},
      {-0.0, 0.5, 0},
      {0, -3, inf},
      {-0.0, -3, -inf},
      {-0.0, -2, inf},
      {-0.0, -0.5, inf},
      {inf, 2, inf},
      {inf, -2, 0},
      {-inf, 3, -inf},
      {-inf, 2, inf},
      {-inf, 0.5, inf},
      {-inf, -3, -0.0},
      {-inf, -2, 0},
      {-2, 0.5, nan},
      {-2, 3, -8},
      {-2, 2, 4},
      {-1, 0x1p53 - 1, -1},
      {-1, 0x1p60, 1},
      {-1, 1e300, 1},
      {-2, 1e300, inf},
      {-0.5, 1e300, 0},
      {1, 1e300, 1},
      {2, least, 1},
      {2, 1024, inf},
      {2, -1075, 0},
      {-2, 1025, -inf},
      {-2, -1077, -0.0},
      {2, -1074, least},
      {least, 1, least},
      {least, -1, inf},
      {largest, 1, largest},
      {10, 2, 100},
      {10, 22, 1e22},
      {0.5, 3, 0.125},
      {9, 0.5, 3},
      {1.5, 2, 2.25},
      {3, 33, 5559060566555523.0},
      {-3, 3, -27},
      {0x1.fffffffffffffp-1, 0x1p63, 0},
      {0x1.0000000000001p+0, 0x1p63, inf},
      {0x1.0000000000001p+0, -0x1p62, 0},
  };
  for (const Case& c : cases) {
    const double got = math::pow(c.x, c.y);
    EXPECT_TRUE(same(got, c.want)) << "pow(" << c.x << ", " << c.y << ") = " << got << ", not " << c.want;
  }
}

TEST(Pow, PowersOfTwoAreExact) {
  for (int n = -1074; n <= 1023; ++n) {
    EXPECT_EQ(math::pow(0.5, -n), std::ldexp(1, n));
    EXPECT_EQ(math::pow(2, n), std::ldexp(1, n));
    EXPECT_EQ(math::pow(std::ldexp(1, n / 2 * 2), 0.5), std::ldexp(1, n / 2));
  }
}

TEST(CosPi, SymmetriesHoldToTheBit) {
  for (int i = 0; i <= 4096; ++i) {
    const double x = i / 4096.0;
    EXPECT_EQ(math::cos_pi(x), math::cos_pi(-x)) << x;
    EXPECT_EQ(math::cos_pi(x), -math::cos_pi(1 - x)) << x;
    EXPECT_EQ(math::cos_pi(x), math::cos_pi(x + 1024)) << x;
    EXPECT_EQ(math::cos_pi(x), math::detail::cos_pi(x)) << x;
    EXPECT_EQ(math::sin_pi(x), -math::sin_pi(-x)) << x;
  }
}

TEST(Powers, HaveTheBitsOfPow) {
  const double numbers[] = {0,   0.5,    0.999, 1,    1.0000001, 2,        10,        1e300, 1e-300,
                            -2., 1e-320, 3.7,   -0.0, 1e18,      INFINITY, -INFINITY, NAN,   -7};
  for (const double base : numbers) {
    const math::Powers powers(base);
    for (const double y : numbers) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(powers(y)), std::bit_cast<std::uint64_t>(math::pow(base, y)))
          << base << " to the " << y;
    }
    for (int y = -2000; y < 2000; ++y) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(powers(y)), std::bit_cast<std::uint64_t>(math::pow(base, y)));
    }
  }
}

}  // namespace
}  // namespace etude
