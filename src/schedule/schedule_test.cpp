#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "etude/schedule/plan.h"
#include "support/any_schedule.h"

namespace etude {
namespace {

using testing::any_piece;
using testing::any_schedule;

struct Case {
  const char* what;
  Result<Schedule> schedule;
  Step step;
  double value;
};

TEST(Schedule, HasTheValuesOfItsFormula) {
  const auto cycle = cyclic({.low = 0.1, .high = 0.5, .up = 4, .down = 2});
  const auto halved = cyclic({.low = 0, .high = 1, .up = 2, .mode = CyclicMode::triangular2});
  const auto fading = cyclic({.low = 0, .high = 1, .up = 2, .mode = CyclicMode::exp_range, .gamma = 0.5});
  const auto restarts = cosine_restarts({.from = 1, .period = 10, .mult = 3});
  const auto trunk = constant({.value = 1, .steps = 10});
  const auto one = one_cycle({.peak = 1, .steps = 100, .pct = 0.3, .final_pct = 0.1});
  const Case cases[] = {
      {"constant", constant({.value = 0.1}), max_step, 0.1},
      {"linear starts at from", linear({.from = 0, .to = 1, .steps = 5}), 0, 0},
      {"linear lands on its last step", linear({.from = 0, .to = 1, .steps = 5}), 4, 1},
      {"linear, t/T", linear({.from = 0, .to = 1, .steps = 5, .end = End::after}), 4, 0.8},
      {"linear, t/T, lands after", linear({.from = 0, .to = 1, .steps = 5, .end = End::after}), 5, 1},
      {"linear, (t+1)/T", linear({.from = 0, .to = 1, .steps = 5, .first = First::moved}), 0, 0.2},
      {"linear, (t+1)/(T+1)", linear({.from = 0, .to = 1, .steps = 4, .first = First::moved, .end = End::after}), 1,
       0.4},
      {"warmup has moved at once", warmup({.to = 1, .steps = 4}), 0, 0.25},
      {"warmup ends at its peak", warmup({.to = 1, .steps = 4}), 3, 1},
      {"cosine half way", cosine({.from = 1, .to = 0.1, .steps = 11}), 5, 0.55},
      {"cosine holds past its end", cosine({.from = 1, .to = 0.1, .steps = 11}), 1000, 0.1},
      {"cosine of one step", cosine({.from = 1, .to = 0.1, .steps = 1}), 0, 1},
      {"step before the drop", step_decay({.from = 1, .gamma = 0.5, .period = 10}), 9, 1},
      {"step at the drop", step_decay({.from = 1, .gamma = 0.5, .period = 10}), 20, 0.25},
      {"exponential", exponential({.from = 2, .rate = 0.5, .period = 10}), 20, 0.5},
      {"inverse sqrt is flat first", inverse_sqrt({.from = 1, .timescale = 4}), 3, 1},
      {"inverse sqrt", inverse_sqrt({.from = 1, .timescale = 4}), 16, 0.5},
      {"inverse sqrt, shifted", inverse_sqrt({.from = 1, .timescale = 4, .shift = 4}), 12, 0.5},
      {"cycle bottom", cycle, 6, 0.1},
      {"cycle top", cycle, 10, 0.5},
      {"cycle way down", cycle, 5, 0.3},
      {"triangular2, second top", halved, 6, 0.5},
      {"exp_range, first top", fading, 2, 0.25},
      {"restart after one period", restarts, 10, 1},
      {"restart after two", restarts, 40, 1},
      {"restart at 1210", restarts, 1210, 1},
      {"restart at 295240", restarts, 295240, 1},
      {"minimum before it", restarts, 295239, 0},
      {"restart of 100 x 10", cosine_restarts({.from = 1, .period = 100, .mult = 10}), 11100, 1},
      {"restart of 1 x 3", cosine_restarts({.from = 1, .period = 1, .mult = 3}), 121, 1},
      {"restart of 50 x 1.2", cosine_restarts({.from = 1, .period = 50, .mult = 1.2}), 182, 1},
      {"periods that cannot grow repeat", cosine_restarts({.from = 1, .period = 1, .mult = 1.5}), 12345, 1},
      {"one-cycle start", one, 0, 0.04},
      {"one-cycle peak", one, 30, 1},
      {"one-cycle foot", one, 90, 0.04},
      {"one-cycle end", one, 99, 0.0004},
      {"one-cycle holds", one, 100000, 0.0004},
      {"second piece, its own clock", then(trunk, linear({.from = 1, .to = 0, .steps = 5})), 12, 0.5},
      {"last piece holds", then(trunk, linear({.from = 1, .to = 0.5, .steps = 5})), 999, 0.5},
      {"scale", scale(trunk, 0.25), 3, 0.25},
      {"clamp", clamp(linear({.from = 1, .to = 0, .steps = 11}), 0.2, 0.7), 0, 0.7},
      {"repeat", repeat(linear({.from = 1, .to = 0, .steps = 3})), 4, 0.5},
      {"repeat, past its end", repeat(linear({.from = 1, .to = 0.5, .steps = 3}), 2), 6, 0.5},
      {"max", max(trunk, constant({.value = 2})), 5, 2},
      {"min", min(trunk, constant({.value = 2})), 5, 1},
  };
  for (const Case& c : cases) {
    ASSERT_TRUE(c.schedule) << c.what << ": " << c.schedule.error().message;
    EXPECT_NEAR((*c.schedule)(c.step), c.value, 1e-15) << c.what;
  }
}

TEST(Schedule, ReachesBothEndsExactly) {
  for (const double from : {0.05, 0.1, 1.0 / 3, 3e-4}) {
    for (const double to : {0.0, 1e-4, 0.7, 3e-5}) {
      for (const Step steps : {2, 3, 7, 300, 1000003}) {
        for (const auto& s :
             {cosine({.from = from, .to = to, .steps = steps}), linear({.from = from, .to = to, .steps = steps})}) {
          EXPECT_EQ((*s)(0), from);
          EXPECT_EQ((*s)(steps - 1), to);
          EXPECT_EQ((*s)(max_step), to);
        }
      }
    }
  }
}

TEST(Schedule, RefusesWhatMakesNoSense) {
  const double nan = unset, inf = std::numeric_limits<double>::infinity();
  const struct {
    Result<Schedule> schedule;
    const char* reason;
  } cases[] = {
      {constant({}), "constant: value must be given"},
      {constant({.value = nan}), "constant: value must be given"},
      {constant({.value = inf}), "constant: value must be a finite number, at least 0, not inf"},
      {constant({.value = -1}), "constant: value must be a finite number, at least 0, not -1"},
      {cosine({.from = 1}), "cosine: steps must be given"},
      {cosine({.from = 1, .steps = -5}), "cosine: steps must be at least 0, not -5"},
      {cosine_restarts({.from = 1, .period = 0}), "cosine_restarts: period must be at least 1, not 0"},
      {cosine_restarts({.from = 1, .period = 5, .mult = 0.5}),
       "cosine_restarts: mult must be a finite number, at least 1, not 0.5"},
      {exponential({.from = 1, .rate = 0}), "exponential: rate must be a finite number, above 0, not 0"},
      {one_cycle({.peak = 1, .steps = 10, .pct = 0.8, .final_pct = 0.3}),
       "one_cycle: pct and final_pct are shares of the run and must not add up to more than 1"},
      {then(constant({.value = 1}), constant({.value = 2})),
       "then: piece 1 (constant) never ends, so nothing can follow it; give it steps="},
      {then(cosine({.from = 1}), constant({.value = 2})), "cosine: steps must be given"},
      {repeat(constant({.value = 1})), "repeat: only a schedule that ends can be repeated"},
      {repeat(constant({.value = 1, .steps = 0})), "repeat: only a schedule of at least 1 step can be repeated"},
      {clamp(constant({.value = 1}), 2, 1), "clamp: low (2) must not be above high (1)"},
  };
  for (const auto& c : cases) {
    ASSERT_FALSE(c.schedule) << c.reason;
    EXPECT_EQ(c.schedule.error().message, c.reason);
  }
}

TEST(Schedule, RestartsLikeTheCountOneByOne) {
  for (const double mult : {1.0, 1.1, 1.5, 2.0, 3.0}) {
    for (const Step first : {1, 2, 7, 10, 75}) {
      const Schedule schedule = *cosine_restarts({.from = 1, .to = 0.25, .period = first, .mult = mult});
      Step s = 0, period = first;
      for (Step t = 0; t < 20000; ++t) {
        if (s == period) {
          s = 0;
          period = static_cast<Step>(static_cast<double>(period) * mult);
        }
        const double expected = mix(cosine_weight(progress(s++, period, First::from, End::last)), 1, 0.25);
        ASSERT_EQ(schedule(t), expected) << "period " << first << " mult " << mult << " t " << t;
      }
    }
  }
}

TEST(Schedule, ManySlowRestartsNeitherHangNorFail) {
  for (const double mult : {1.0000001, 1.001, 1.5, 1e9}) {
    const Schedule schedule = *cosine_restarts({.from = 1, .to = 0.5, .period = 1000000000, .mult = mult});
    for (const Step t : {Step{0}, Step{1} << 40, Step{1} << 61, max_step}) {
      EXPECT_GE(schedule(t), 0.5);
      EXPECT_LE(schedule(t), 1);
    }
  }
}

TEST(Plan, OneCycleMovesMomentumAgainstTheRate) {
  const Plan plan = *one_cycle_plan({.peak = 0.1, .steps = 100});
  for (Step t = 1; t < 95; ++t) {
    const double rate = plan.lr(t) - plan.lr(t - 1);
    const double momentum = (*plan.momentum)(t) - (*plan.momentum)(t - 1);
    EXPECT_LE(rate * momentum, 0) << t;
  }
  EXPECT_EQ((*plan.momentum)(0), 0.95);
  EXPECT_EQ((*plan.momentum)(30), 0.85);
  EXPECT_EQ((*plan.momentum)(99), 0.95);
}

RC_GTEST_PROP(EveryKind, IsFiniteAndNotNegativeAtAnyStep, ()) {
  const Schedule schedule = any_schedule(3);
  for (const Step t : {Step{-1}, Step{0}, Step{1}, Step{39}, Step{1000}, Step{1} << 53, max_step, endless}) {
    const double value = schedule(t);
    // Growth without end may overflow; nothing may be NaN or negative.
    RC_ASSERT(value >= 0);
  }
}

RC_GTEST_PROP(EveryKind, GivesTheSameBitsInBulk, ()) {
  const Schedule schedule = any_schedule(3);
  const Step first = *rc::gen::inRange<Step>(-5, 200);
  std::vector<double> bulk(*rc::gen::inRange<std::size_t>(0, 200));
  schedule.values(first, bulk);
  for (std::size_t i = 0; i < bulk.size(); ++i) RC_ASSERT(bulk[i] == schedule(first + static_cast<Step>(i)));
}

RC_GTEST_PROP(EveryKind, DoesNotRememberWhatItWasAsked, ()) {
  const Schedule schedule = any_schedule(3);
  const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::inRange<Step>(0, 300));
  std::vector<double> forwards;
  for (const Step t : steps) forwards.push_back(schedule(t));
  for (std::size_t i = steps.size(); i-- > 0;) RC_ASSERT(schedule(steps[i]) == forwards[i]);
}

RC_GTEST_PROP(EveryKind, HoldsItsLastValuePastItsEnd, ()) {
  const Schedule schedule = any_schedule(2);
  RC_PRE(schedule.length() < 100000 && schedule.length() > 0);
  const double held = schedule(schedule.length());
  for (const Step past : {1, 7, 1000}) RC_ASSERT(schedule(schedule.length() + past) == held);
}

RC_GTEST_PROP(Then, IsAssociative, ()) {
  const Schedule a = any_piece(), b = any_piece(), c = any_schedule(2);
  const Schedule left = *then(then(a, b), c), right = *then(a, then(b, c)), flat = *then(a, b, c);
  RC_ASSERT(left == right);
  RC_ASSERT(left == flat);
  for (Step t = 0; t < 100; ++t) RC_ASSERT(left(t) == right(t));
}

RC_GTEST_PROP(Then, LeavesOutPiecesWithoutSteps, ()) {
  const Schedule nothing = *warmup({.to = any_schedule(0)(3), .steps = 0});
  const Schedule a = any_piece(), b = any_schedule(2);
  RC_PRE(b.length() > 0);
  RC_ASSERT(*then(nothing, b) == b);
  RC_ASSERT(*then(a, nothing, b) == *then(a, b));
  RC_ASSERT(*then(b, nothing) == b);
}

}  // namespace
}  // namespace etude
