#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "etude/schedule/callable.h"
#include "support/any_schedule.h"

namespace etude::inline schedule {
namespace {

/// Can doubles hold it, and what it is made from, with all their digits?
bool has_all_digits(double value) { return value == 0 || (value > 1e-200 && value < 1e200); }

/// The largest relative difference over steps early, late and far; NaN equals NaN.
double farthest_apart(const Schedule& a, const Schedule& b) {
  double farthest = 0;
  for (Step t = 0; t < 3000; t += t < 300 ? 1 : 97) {
    const double x = a(t), y = b(t);
    if (std::isnan(x) && std::isnan(y)) continue;
    if (!has_all_digits(x) || !has_all_digits(y) || x == y) continue;
    farthest = std::max(farthest, std::abs(x - y) / std::max(x, y));
  }
  return farthest;
}

/// The schedules whose rates a factor multiplies.
std::span<const Schedule> multiplied(const Schedule& schedule) {
  return schedule.inner().first(schedule.traits().is_product ? 1 : schedule.inner().size());
}

bool keeps_a_factor(const Schedule& schedule) {
  const Scale* scaled = schedule.as<Scale>();
  const auto inner = multiplied(schedule);
  return (scaled && scaled->by > 0) || std::any_of(inner.begin(), inner.end(), keeps_a_factor);
}

bool can_say_any_factor(const Schedule& schedule) {
  const auto inner = multiplied(schedule);
  return schedule.traits().scales_by_rates && std::all_of(inner.begin(), inner.end(), can_say_any_factor);
}

/// One schedule of each kind that is left as it is written, made of any others.
template <class Check>
void of_every_kind(Check check) {
  for (const Kind& kind : kinds())
    if (const auto schedule = testing::any_of(kind, 2)) check(*schedule);
}

RC_GTEST_PROP(Rescaled, IsTheSameCurveTimesTheFactor, ()) {
  const double factor = *rc::gen::inRange(1, 100000) / 997.0;
  of_every_kind([&](const Schedule& schedule) {
    RC_ASSERT(farthest_apart(rescaled(schedule, {.to = factor}), *scale(schedule, factor)) < 1e-13);
  });
}

/// A scale() within has its own factor rounded.
RC_GTEST_PROP(Rescaled, ByAPowerOfTwoHasTheSameBits, ()) {
  const double factor = std::ldexp(1, *rc::gen::inRange(-8, 9));
  of_every_kind([&](const Schedule& schedule) {
    RC_ASSERT(keeps_a_factor(schedule) ||
              farthest_apart(rescaled(schedule, {.to = factor}), *scale(schedule, factor)) == 0);
  });
}

/// A half refuses no kind its rates: a momentum stays below 1.
RC_GTEST_PROP(Rescaled, SaysTheFactorInItsRates, ()) {
  of_every_kind([&](const Schedule& schedule) {
    RC_ASSERT(!can_say_any_factor(schedule) || !keeps_a_factor(rescaled(schedule, {.to = 0.5})));
  });
}

TEST(Rescaled, BringsARateToAnotherToTheBit) {
  const Schedule typed = *then(warmup({.to = 0.003, .steps = 5}), cosine({.from = 0.003, .to = 3e-4, .steps = 50}));
  EXPECT_EQ(
      rescaled(typed, {.to = 0.032, .from = 0.003}),
      *then(warmup({.to = 0.032, .steps = 5}), cosine({.from = 0.032, .to = 3e-4 * (0.032 / 0.003), .steps = 50})));
  EXPECT_EQ(rescaled(typed, {}), typed);
}

TEST(Rescaled, KnowsWhichPartsAreMultiplied) {
  const Schedule one = *constant({.value = 1}), batches = *constant({.value = 512}), two = *constant({.value = 2});
  EXPECT_EQ(rescaled(*multiply(one, batches), {.to = 2}), *multiply(two, batches));
  EXPECT_EQ(rescaled(*batch_scaled(one, batches, 256), {.to = 2}), *batch_scaled(two, batches, 256));
  EXPECT_EQ(rescaled(*max(one, two), {.to = 2}), *max(two, *constant({.value = 4})));
  EXPECT_EQ(rescaled(*clamp(one, 0.5, std::numeric_limits<double>::max()), {.to = 2}),
            *clamp(two, 1, std::numeric_limits<double>::max()));
  EXPECT_EQ(rescaled(*scale(one, 4), {.to = 0.5}), two);
  EXPECT_EQ(rescaled(*noam({.d_model = 64, .warmup = 9}), {.to = 2}), *noam({.d_model = 64, .warmup = 9, .factor = 2}));
}

TEST(Rescaled, KeepsAFactorWhereRatesCannotSayIt) {
  const Schedule momentum = *one_cycle_momentum({.steps = 10});
  EXPECT_EQ(rescaled(momentum, {.to = 2}), *scale(momentum, 2));
  const Schedule function = *callable({.function = [](Step) { return 1.0; }, .length = 3, .label = "mine"});
  EXPECT_EQ(rescaled(function, {.to = 2}), *scale(function, 2));
  EXPECT_EQ(rescaled(*scale(function, 2), {.to = 3}), *scale(function, 6));
  EXPECT_EQ(rescaled(*then(function, *constant({.value = 1})), {.to = 2}),
            *then(*scale(function, 2), *constant({.value = 2})));
}

}  // namespace
}  // namespace etude::schedule
