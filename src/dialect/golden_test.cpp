// What the real libraries gave (tests/golden/dialects/make.py) against what etude reads out of the same lines.

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "dialect/goldens_test.h"
#include "etude/dialect/dialect.h"

namespace etude::dialect {
namespace {

/// 1e-12 of the value, and the last bit of a cosine near -1, which is 2^-53 of the peak; two float32 ulp there.
double tolerance(double value, double peak, bool is_float32) {
  if (!is_float32) return 1e-12 * std::abs(value) + 0x1p-53 * peak;
  const float at = static_cast<float>(std::abs(value));
  return 2 * static_cast<double>(std::nextafter(at, INFINITY) - at);
}

/// The first step at which the schedule is not what the library gave; nothing where there is none.
std::string first_wrong(const Golden& golden, const char* name, const Schedule& schedule) {
  const auto& values = *golden.json.find(name)->as<Json::Array>();
  const Json* steps = golden.json.find("steps");
  double peak = 0;
  for (const Json& value : values) peak = std::max(peak, std::abs(value.number().value_or(0)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Step t = steps ? static_cast<Step>(*(*steps->as<Json::Array>())[i].number()) : static_cast<Step>(i);
    const double expected = values[i].number().value_or(NAN), got = schedule(t);
    if (std::abs(got - expected) <= tolerance(expected, peak, golden.is_float32())) continue;
    std::ostringstream text;
    text.precision(17);
    text << name << "(" << t << ") is " << got << ", the library gave " << expected;
    return text.str();
  }
  return "";
}

/// Has the schedule no rate at the step at which the library died?
bool has_ended(const Golden& golden, const char* where, const Schedule& schedule) {
  const Json* died = golden.json.find(where);
  return died && std::isnan(schedule(static_cast<Step>(died->number().value_or(0))));
}

TEST(Dialect, GivesTheNumbersOfTheLibrary) {
  int compared = 0;
  for (const Golden& golden : goldens()) {
    const auto read = read_dialect(golden.spec());
    if (const Json* refused = golden.json.find("refused")) {
      EXPECT_TRUE(!read || has_ended(golden, "refused_at", read->lr()))
          << golden.where() << " is refused or ends the library: " << *refused->as<std::string>();
      continue;
    }
    if (!read) {
      ADD_FAILURE() << golden.where() << "\n" << read.error().message;
      continue;
    }
    ++compared;
    EXPECT_EQ(first_wrong(golden, "lr", read->lr()), "") << golden.where();
    EXPECT_TRUE(!golden.json.find("raises_at") || has_ended(golden, "raises_at", read->lr())) << golden.where();
    if (!golden.json.find("momentum")) continue;
    const auto& momentum = read->plan.momentum ? read->plan.momentum : read->plan.beta1;
    if (!momentum) {
      ADD_FAILURE() << golden.where() << " moves momentum";
      continue;
    }
    EXPECT_EQ(first_wrong(golden, "momentum", *momentum), "") << golden.where();
  }
  EXPECT_GE(compared, 300);
}

/// A library that computes in float32 means the schedule that etude's kinds say in float64.
TEST(Dialect, MeansWhatItComputes) {
  for (const Golden& golden : goldens()) {
    const auto read = read_dialect(golden.spec());
    if (!read || !read->computed) continue;
    const Step end = std::min(read->plan.lr.length(), Step{200});
    double peak = 0;
    for (Step t = 0; t < end; ++t) peak = std::max(peak, std::abs(read->lr()(t)));
    int apart = 0;  // a float32 position may put a restart a step late
    for (Step t = 0; t < end; ++t) {
      const double meant = read->plan.lr(t), computed = read->lr()(t);
      if (std::isnan(meant) && std::isnan(computed)) continue;
      apart += std::abs(meant - computed) <= 3e-5 * peak ? 0 : 1;
    }
    EXPECT_LE(apart, 2) << golden.where();
  }
}

}  // namespace
}  // namespace etude::dialect
