#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "etude/schedule/callable.h"
#include "etude/schedule/horizon.h"
#include "etude/schedule/plan.h"
#include "support/any_schedule.h"

namespace etude::inline schedule {
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
      {"polynomial", polynomial({.from = 1, .to = 0.2, .steps = 5, .power = 2}), 2, 0.4},
      {"1 - sqrt", polynomial({.from = 1, .steps = 5, .power = 0.5, .base = PowerBase::done}), 1, 0.5},
      {"polynomial cycle, at its end",
       polynomial({.from = 1, .to = 0.1, .steps = 10, .end = End::after, .cycle = Switch::yes}), 10, 0.1},
      {"polynomial cycle, begins again",
       polynomial({.from = 1, .to = 0, .steps = 10, .end = End::after, .cycle = Switch::yes}), 11, 0.45},
      {"cosine to a power", cosine({.from = 1, .to = 0, .steps = 5, .exponent = 2}), 2, 0.25},
      {"cosine, k-decay", cosine({.from = 1, .to = 0, .steps = 5, .k_decay = 2}), 2, 0.5 + 0.5 * std::sqrt(0.5)},
      {"cosine waves", cosine_wave({.from = 1, .to = 0, .steps = 5, .cycles = 1}), 2, 0},
      {"rex", rex({.from = 1, .to = 0, .steps = 5}), 2, 2.0 / 3},
      {"tanh, half way", tanh({.from = 1, .to = 0, .steps = 5, .lb = -3, .ub = 3}), 2, 0.5},
      {"geometric", geometric({.from = 1, .to = 0.01, .steps = 5}), 2, 0.1},
      {"exponential ramp lands", exponential_ramp({.from = 1, .to = 0.25, .steps = 5}), 4, 0.25},
      {"exponential ramp, half way", exponential_ramp({.from = 1, .steps = 3}), 1, std::sqrt(2) - 1},
      {"multistep at its milestone", multistep({.from = 1, .milestones = {5, 8}}), 5, 0.1},
      {"multistep after it", multistep({.from = 1, .milestones = {5, 8}, .side = Side::after}), 5, 1},
      {"multistep, both", multistep({.from = 1, .milestones = {5, 8}, .gamma = 0.5}), 100, 0.25},
      {"a milestone twice", multistep({.from = 1, .milestones = {5, 5}, .gamma = 0.5}), 5, 0.25},
      {"exponential staircase", exponential({.from = 1, .rate = 0.5, .period = 10, .staircase = Switch::yes}), 19, 0.5},
      {"exponential floor", exponential({.from = 1, .rate = 0.5, .floor = 0.3}), 9, 0.3},
      {"inverse time", inverse_time({.from = 1, .rate = 3, .period = 2}), 2, 0.25},
      {"inverse time, staircase", inverse_time({.from = 1, .rate = 3, .period = 2, .staircase = Switch::yes}), 1, 1},
      {"noam's peak", noam({.d_model = 512, .warmup = 4000}), 3999, 1 / std::sqrt(512.0 * 4000)},
      {"noam from step 0", noam({.d_model = 512, .warmup = 4000, .first = First::from}), 0, 0},
      {"restarts that shrink", cosine_restarts({.from = 1, .period = 8, .mult = 0.5}), 12, 1},
      {"restarts, lower each time", cosine_restarts({.from = 1, .period = 10, .amp_mult = 0.5}), 20, 0.25},
      {"restarts, no more", cosine_restarts({.from = 1, .to = 0.1, .period = 10, .cycles = 2}), 20, 0.1},
      {"restarts, before the restart", cosine_restarts({.from = 1, .period = 4, .end = End::after}), 2, 0.5},
      {"points", piecewise({.at = {0, 10, 20}, .values = {0, 1, 0}}), 5, 0.5},
      {"points, hold", piecewise({.at = {0, 10, 20}, .values = {0.5, 1, 0}, .interpolation = Interpolation::hold}), 19,
       1},
      {"points, cosine", piecewise({.at = {0.5, 1.5}, .values = {1, 0}, .interpolation = Interpolation::cosine}), 1,
       0.5},
      {"points, exponential",
       piecewise({.at = {0, 2}, .values = {1, 0.01}, .interpolation = Interpolation::exponential}), 1, 0.1},
      {"points hold past both ends", piecewise({.at = {3, 5}, .values = {1, 0.01}}), 0, 1},
      {"wsd's cooldown", wsd({.peak = 1, .steps = 10, .warmup = 2, .decay = 5, .decay_shape = Cooldown::linear}), 7,
       0.5},
      {"wsd's warm-up", wsd({.peak = 1, .steps = 10, .warmup = 2, .decay = 5}), 0, 0.5},
      {"chebyshev's middle", chebyshev({.low = 0.5, .high = 1, .steps = 1}), 0, 2.0 / 3},
      {"range test", range_sweep({.from = 1e-4, .to = 1, .steps = 5}), 1, 1e-3},
      {"range test, held", range_sweep({.from = 1, .to = 5, .steps = 5, .shape = Sweep::linear, .hold = 2}), 3, 3},
      {"exponential warm-up", exponential_warmup({.to = 1, .timescale = 4}), 3, 1 - std::exp(-1)},
      {"RAdam nears its rate", radam_warmup({.to = 1, .beta2 = 0.9}), 1000, 1},
      {"warm-up, cosine", warmup({.to = 1, .steps = 4, .shape = Rise::cosine}), 1, 0.5},
      {"warm-up, root", warmup({.to = 1, .steps = 4, .shape = Rise::sqrt}), 2, 0.5},
      {"warm-up, log", warmup({.to = 1, .steps = 16, .first = First::from, .shape = Rise::log}), 3, 0.5},
      {"warm-up, constant", warmup({.to = 1, .steps = 4, .from = 0.3, .shape = Rise::constant}), 3, 0.3},
      {"product", multiply(trunk, constant({.value = 0.3})), 3, 0.3},
      {"chain goes on from the end",
       chain(linear({.from = 1, .to = 0.5, .steps = 5}), linear({.from = 1, .to = 0, .steps = 3})), 6, 0.25},
      {"window waits", window(linear({.from = 1, .to = 0, .steps = 5}), 10), 12, 0.5},
      {"window freezes", window(linear({.from = 1, .to = 0, .steps = 5}), 0, 3), 100, 0.5},
      {"mirror", past_end(linear({.from = 1, .to = 0, .steps = 4, .end = End::after}), Beyond::mirror), 6, 0.5},
      {"mirror, there again", past_end(linear({.from = 1, .to = 0, .steps = 4, .end = End::after}), Beyond::mirror), 9,
       0.75},
      {"repeat past the end", past_end(linear({.from = 1, .to = 0, .steps = 5}), Beyond::repeat), 6, 0.75},
      {"zero past the end", past_end(trunk, Beyond::zero), 10, 0},
      {"stretch", stretch(linear({.from = 1, .to = 0, .steps = 5, .end = End::after}), 2), 5, 0.5},
      {"swa before", swa(trunk, {.to = 0.2, .start = 5, .steps = 4}), 5, 1},
      {"swa between", swa(trunk, {.to = 0.2, .start = 5, .steps = 4}), 7, 0.6},
      {"swa after", swa(trunk, {.to = 0.2, .start = 5, .steps = 4}), 9, 0.2},
      {"no noise", noise(trunk, 0), 3, 1},
      {"rate follows batch", batch_scaled(trunk, constant({.value = 512}), 256), 3, 2},
      {"rate follows batch by the root", batch_scaled(trunk, constant({.value = 1024}), 256, BatchRule::sqrt), 3, 2},
      {"a function", callable({.function = [](Step t) { return 2.0 * static_cast<double>(t); }, .label = "f"}), 3, 6},
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
      {cosine_restarts({.from = 1, .period = 5, .mult = 0}),
       "cosine_restarts: mult must be a finite number, above 0, not 0"},
      {multistep({.from = 1, .milestones = {}}), "multistep: milestones must be given"},
      {multistep({.from = 1, .milestones = {5, -1}}), "multistep: milestones[1] must be at least 0, not -1"},
      {multistep({.from = 1, .milestones = {60, 30}}), "multistep: milestones must be in their order"},
      {piecewise({.at = {0, 5}, .values = {1}}), "piecewise: at has 2 points and values 1; give as many of both"},
      {piecewise({.at = {5, 5}, .values = {1, 2}}), "piecewise: at must grow, and 5 follows 5"},
      {wsd({.peak = 1, .steps = 10, .warmup = 8, .decay = 3}),
       "wsd: warmup (8) and decay (3) must not add up to more than steps (10)"},
      {geometric({.from = 1, .to = 0, .steps = 5}),
       "geometric: from and to must be above 0: no straight line on a log axis reaches 0"},
      {chebyshev({.low = 0.1, .high = 1, .steps = 6}), "chebyshev: steps must be a power of two, or permuted=no"},
      {past_end(constant({.value = 1}), Beyond::zero), "past_end: the schedule never ends; say where with at="},
      {make_schedule(BatchScaled{.of = {*constant({.value = 1})}, .base = 1}),
       "batch_scaled: takes 2 schedules, not 1"},
      {callable({.function = nullptr, .label = "f"}), "callable: function must be given"},
      {callable({.function = [](Step) { return 1.0; }}), "callable: label must be given"},
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

/// Is a kind of that name in it?
bool says(const Schedule& schedule, std::string_view kind) {
  if (schedule.kind().name == kind) return true;
  return std::ranges::any_of(schedule.inner(), [&](const Schedule& s) { return says(s, kind); });
}

/// Equal, or both NaN.
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

RC_GTEST_PROP(EveryKind, IsFiniteAndNotNegativeAtAnyStep, ()) {
  const Schedule schedule = any_schedule(3);
  for (const Step t : {Step{-1}, Step{0}, Step{1}, Step{39}, Step{1000}, Step{1} << 53, max_step, endless}) {
    const double value = schedule(t);
    // Growth without end may overflow; nothing may be negative, or NaN unless an error past the end is asked for.
    RC_ASSERT(value >= 0 || (std::isnan(value) && says(schedule, "past_end")));
  }
}

TEST(Compose, AFactorOfZeroSwitchesOffWhatHasGrownToInfinity) {
  const Schedule growth = *exponential({.from = 1, .rate = 2});
  const Schedule zero = *constant({.value = 0});
  ASSERT_TRUE(std::isinf(growth(5000)));
  for (const Schedule& schedule : {*scale(growth, 0), *multiply(growth, zero), *multiply(zero, growth),
                                   *swa(growth, {.to = 0, .start = 1, .steps = 10})}) {
    EXPECT_EQ(schedule(5000), 0);
    double bulk[3] = {1, 1, 1};
    schedule.values(5000, bulk);
    for (const double value : bulk) EXPECT_EQ(value, 0);
  }
}

RC_GTEST_PROP(EveryKind, GivesTheSameBitsInBulk, ()) {
  const Schedule schedule = any_schedule(3);
  const Step first = *rc::gen::inRange<Step>(-5, 200);
  std::vector<double> bulk(*rc::gen::inRange<std::size_t>(0, 200));
  schedule.values(first, bulk);
  for (std::size_t i = 0; i < bulk.size(); ++i) RC_ASSERT(same(bulk[i], schedule(first + static_cast<Step>(i))));
}

/// Ramps long enough for whole vectors in one cell of the cosine's table, up and down, and too long for vectors.
TEST(Schedule, GivesTheSameBitsInBulkOnLongRamps) {
  for (const Step steps : {Step{97}, Step{1000}, Step{100003}, Step{1} << 53, max_step}) {
    const Schedule ramps[] = {
        *linear({.from = 0.3, .to = 1e-4, .steps = steps}),
        *warmup({.to = 0.3, .steps = steps}),
        *cosine({.from = 0.3, .to = 1e-4, .steps = steps}),
        *cosine({.from = 0.3, .to = 1e-4, .steps = steps, .first = First::moved, .end = End::after}),
        *one_cycle({.peak = 0.3, .steps = steps}),
        *cosine_restarts({.from = 0.3, .to = 1e-4, .period = steps, .cycles = 3}),
        *cosine_restarts({.from = 0.3, .to = 1e-4, .period = steps, .mult = 1.5, .amp_mult = 0.9}),
        *cyclic({.low = 0.1, .high = 0.3, .up = std::min(steps, Step{1} << 61), .down = 50}),
        *cyclic({.low = 0.1, .high = 0.3, .up = 50, .down = std::min(steps, Step{1} << 61)}),
    };
    for (const Schedule& schedule : ramps) {
      for (const Step first : {Step{-3}, steps / 2, steps - 150, max_step - 100}) {
        std::vector<double> bulk(3001);
        schedule.values(first, bulk);
        for (std::size_t i = 0; i < bulk.size(); ++i) {
          const Step t = first + static_cast<Step>(i);
          ASSERT_EQ(bulk[i], schedule(t)) << schedule.kind().name << " of " << steps << " at " << t;
        }
      }
    }
  }
}

RC_GTEST_PROP(EveryKind, DoesNotRememberWhatItWasAsked, ()) {
  const Schedule schedule = any_schedule(3);
  const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::inRange<Step>(0, 300));
  std::vector<double> forwards;
  for (const Step t : steps) forwards.push_back(schedule(t));
  for (std::size_t i = steps.size(); i-- > 0;) RC_ASSERT(same(schedule(steps[i]), forwards[i]));
}

RC_GTEST_PROP(EveryKind, HoldsItsLastValuePastItsEnd, ()) {
  const Schedule schedule = any_schedule(2);
  RC_PRE(schedule.length() < 100000 && schedule.length() > 0);
  RC_PRE(!says(schedule, "past_end") && !says(schedule, "noise"));
  const double held = schedule(schedule.length());
  for (const Step past : {1, 7, 1000}) RC_ASSERT(schedule(schedule.length() + past) == held);
}

RC_GTEST_PROP(Then, IsAssociative, ()) {
  const Schedule a = any_piece(), b = any_piece(), c = any_schedule(2);
  const Schedule left = *then(then(a, b), c), right = *then(a, then(b, c)), flat = *then(a, b, c);
  RC_ASSERT(left == right);
  RC_ASSERT(left == flat);
  for (Step t = 0; t < 100; ++t) RC_ASSERT(same(left(t), right(t)));
}

RC_GTEST_PROP(Then, LeavesOutPiecesWithoutSteps, ()) {
  const Schedule nothing = *warmup({.to = any_schedule(0)(3), .steps = 0});
  const Schedule a = any_piece(), b = any_schedule(2);
  RC_PRE(b.length() > 0);
  RC_ASSERT(*then(nothing, b) == b);
  RC_ASSERT(*then(a, nothing, b) == *then(a, b));
  RC_ASSERT(*then(b, nothing) == b);
}

RC_GTEST_PROP(Stretch, ByOneChangesNothing, ()) {
  const Schedule schedule = any_schedule(3);
  RC_ASSERT(*stretch(schedule, 1) == schedule);
}

RC_GTEST_PROP(Chain, IsThenWherePiecesMeet, ()) {
  const Schedule a = any_piece();
  RC_PRE(a.length() > 0);
  const Schedule chained = *chain(a, constant({.value = 1}));
  for (const Step past : {0, 1, 50}) RC_ASSERT(chained(a.length() + past) == a(a.length() - 1));
}

TEST(Noise, IsDrawnAfreshAtEachStepAndIsTheSameAgain) {
  const Schedule shaken = *noise(constant({.value = 1}), 0.1, 7);
  double sum = 0, squares = 0;
  for (Step t = 0; t < 10000; ++t) {
    const double off = shaken(t) - 1;
    sum += off;
    squares += off * off;
  }
  EXPECT_NEAR(sum / 10000, 0, 0.004);
  EXPECT_NEAR(std::sqrt(squares / 10000), 0.1, 0.004);
  EXPECT_NE(shaken(0), (*noise(constant({.value = 1}), 0.1, 8))(0));
}

template <std::size_t count>
concept CanBeOneOf = requires(const Word (&texts)[count]) {
  python::one_of(Switch::yes, texts);
};

TEST(Python, HasATextForEachValueOfAnEnumeration) {
  static_assert(CanBeOneOf<2> && !CanBeOneOf<1> && !CanBeOneOf<3>);
  EXPECT_EQ(python::one_of(Switch::no, {"a", 0.5}), "a");
  EXPECT_EQ(python::one_of(Switch::yes, {"a", 0.5}), "0.5");
}

TEST(Horizon, CountsUpdates) {
  const struct {
    Horizon horizon;
    Step epoch, total;
  } cases[] = {
      {{.samples = 1000, .batch = 10, .epochs = 3}, 100, 300},
      {{.samples = 1001, .batch = 10, .epochs = 3}, 101, 303},
      {{.samples = 1001, .batch = 10, .epochs = 3, .drop_last = true}, 100, 300},
      {{.samples = 1000, .batch = 10, .accumulation = 8, .epochs = 1}, 13, 13},
      {{.samples = 1000, .batch = 10, .accumulation = 8, .epochs = 1, .drop_last = true}, 12, 12},
      {{.samples = 1000, .batch = 10, .devices = 4, .epochs = 2}, 25, 50},
      {{.samples = 1000, .batch = 10, .epochs = 0.25}, 100, 25},
      {{.steps = 77, .samples = 1000, .batch = 10, .epochs = 3}, 100, 77},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(*updates_per_epoch(c.horizon), c.epoch);
    EXPECT_EQ(*total_updates(c.horizon), c.total);
  }
  EXPECT_FALSE(total_updates({}));
  EXPECT_FALSE(updates_per_epoch({.samples = 5, .batch = 10, .drop_last = true}));
}

TEST(Horizon, TurnsAmountsIntoUpdates) {
  const Horizon run{.steps = 1000, .samples = 6400, .batch = 32, .accumulation = 2, .tokens_per_sample = 1024};
  const struct {
    const char* text;
    double updates;
  } cases[] = {{"300", 300},    {"300st", 300},  {"5%", 50},      {"0.1dur", 100},
               {"3ep", 300},    {"6400sp", 100}, {"65536tok", 1}, {"1e6tokens", 1e6 / 65536},
               {"2epochs", 200}};
  for (const auto& c : cases) EXPECT_EQ(*in_updates(*read_measure(c.text), run), c.updates) << c.text;
  for (const char* wrong : {"", "%", "5x", "nan", "1e999%", "ep"}) EXPECT_FALSE(read_measure(wrong)) << wrong;
  EXPECT_FALSE(in_updates(*read_measure("5tok"), {.steps = 5, .batch = 3}));
}

TEST(Plan, HasAScheduleForEachHyperParameter) {
  for (const HyperParameter each : hyper_parameters) {
    Plan plan{*constant({.value = 1})};
    Group group{"head"};
    EXPECT_EQ(schedule_of(plan, each) != nullptr, each == HyperParameter::lr) << name_of(each);
    EXPECT_EQ(schedule_of(group, each), nullptr) << name_of(each);
    drive(plan, each, *constant({.value = 2}));
    drive(group, each, *constant({.value = 3}));
    ASSERT_TRUE(schedule_of(plan, each)) << name_of(each);
    EXPECT_EQ((*schedule_of(plan, each))(0), 2) << name_of(each);
    EXPECT_EQ(schedule_of(group, each) != nullptr, is_of_a_group(each)) << name_of(each);
    EXPECT_EQ(parts(plan).back().first, name_of(each));
    EXPECT_EQ(hyper_parameter_named(name_of(each)), each);
  }
  EXPECT_EQ(hyper_parameter_named("beta3"), std::nullopt);
}

TEST(Plan, GroupsTakeWhatTheyLackFromThePlan) {
  Plan plan{*constant({.value = 1})};
  plan.weight_decay = *constant({.value = 0.1});
  plan.groups = {{.name = "head", .lr = *constant({.value = 2})}};
  EXPECT_EQ(plan_of_group(plan, "head").lr(0), 2);
  EXPECT_EQ((*plan_of_group(plan, "head").weight_decay)(0), 0.1);
  EXPECT_EQ(plan_of_group(plan, "body").lr(0), 1);
  const auto all = parts(plan);
  ASSERT_EQ(all.size(), 3);
  EXPECT_EQ(all[2].first, "head.lr");
}

}  // namespace
}  // namespace etude::schedule
