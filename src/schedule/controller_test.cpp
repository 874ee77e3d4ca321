#include "etude/schedule/controller.h"

#include <gtest/gtest.h>

#include <cmath>

#include "etude/schedule/kinds.h"
#include "schedule/loss_trend.h"

namespace etude::inline schedule {
namespace {

const Schedule tenth = *constant({.value = 0.1});

/// The reports after which the rate changed, counted from 1.
std::vector<Step> moves(const Controller& controller, const std::vector<double>& metrics, const Schedule& lr = tenth) {
  ControllerState state;
  std::vector<Step> at;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const double before = state.scale;
    const auto step = static_cast<Step>(i);
    state = observe(controller, state, {.step = step, .metric = metrics[i], .scheduled_rate = lr(step)});
    if (state.scale != before) at.push_back(step + 1);
  }
  return at;
}

std::vector<double> flat(std::size_t count, double value = 1) { return std::vector<double>(count, value); }

TEST(Plateau, CutsAfterMoreThanPatienceBadReports) {
  EXPECT_EQ(moves({Plateau{.patience = 2}}, flat(10)), (std::vector<Step>{4, 7, 10}));
  EXPECT_EQ(moves({Plateau{.patience = 0}}, flat(4)), (std::vector<Step>{2, 3, 4}));
  EXPECT_EQ(moves({Plateau{.patience = 2, .cooldown = 2}}, flat(14)), (std::vector<Step>{4, 9, 14}));
  EXPECT_EQ(moves({Plateau{.patience = 1, .average = 2}}, flat(10)), (std::vector<Step>{6, 10}));
}

TEST(Plateau, IsRightBelowZero) {
  std::vector<double> slightly_worse;
  for (int i = 0; i < 8; ++i) slightly_worse.push_back(-1 + 5e-5 * i);
  EXPECT_FALSE(moves({Plateau{.patience = 2}}, slightly_worse).empty());
  EXPECT_TRUE(moves({Plateau{.patience = 2, .share_of = ShareOf::value}}, slightly_worse).empty())
      << "torch takes a little worse for better";
  const std::vector<double> better = {-1, -1.01, -1.02, -1.03, -1.04};
  EXPECT_TRUE(moves({Plateau{.patience = 0}}, better).empty());
  EXPECT_EQ(moves({Plateau{.mode = Aim::max, .patience = 0}}, better).size(), 4u);
  EXPECT_TRUE(moves({Plateau{.mode = Aim::max, .patience = 0}}, {-1, -0.9, -0.8, -0.1, 0, 0.1}).empty());
}

TEST(Plateau, KeepsToItsBounds) {
  const Replay run = replay(tenth, {Plateau{.patience = 0, .min_lr = 0.02}}, flat(5), 1, 6);
  EXPECT_EQ(run.rates, (std::vector<double>{0.1, 0.1, 0.02, 0.02, 0.02, 0.02}));
  EXPECT_TRUE(moves({Plateau{.patience = 0, .eps = 0.09}}, flat(5)).empty());
  EXPECT_EQ(moves({Plateau{.patience = 0, .min_scale = 0.05}}, flat(9)).size(), 2u);
  EXPECT_TRUE(moves({Plateau{.patience = 0}}, flat(9), *constant({.value = 0})).empty());
}

TEST(Controller, TakesNoNumberThatIsNone) {
  for (const double none : {double(NAN), double(INFINITY), -double(INFINITY)}) {
    EXPECT_EQ(moves({Plateau{.patience = 1, .average = 3}}, flat(4, none)), (std::vector<Step>{2, 4}));
    EXPECT_EQ(moves({Greedy{.patience = 1, .window = 3}}, flat(4, none)), (std::vector<Step>{2, 4}));
    EXPECT_TRUE(moves({Trend{.patience = 3}}, flat(9, none)).empty());
    std::vector<double> metrics = flat(3);
    metrics[1] = none;
    const ControllerState state = replay(tenth, {Greedy{.window = 3}}, metrics, 1, 3).state;
    EXPECT_EQ(state.window, flat(2));
    EXPECT_EQ(state.best, 1.0);
  }
}

TEST(Greedy, RaisesAndCuts) {
  const Controller greedy{Greedy{.factor = 0.5, .patience = 1}};
  const std::vector<double> falls = {5, 4, 3, 2, 1};
  const Replay up = replay(tenth, greedy, falls, 1, 6);
  EXPECT_EQ(up.rates, (std::vector<double>{0.1, 0.1, 0.2, 0.2, 0.4, 0.4}));
  EXPECT_EQ(replay(tenth, greedy, flat(5), 1, 6).rates, (std::vector<double>{0.1, 0.1, 0.1, 0.05, 0.05, 0.025}));
}

TEST(Greedy, BeginsAnewAfterSoManyCutsAtTheFloor) {
  for (const double lr : {0.1, 0.3, 0.7}) {
    const Controller greedy{Greedy{.factor = 0.1, .patience = 0, .min_lr = 0.07 * lr, .max_lr = lr, .reset = 3}};
    const Replay run = replay(*constant({.value = lr}), greedy, flat(6), 1, 6);
    EXPECT_NEAR(run.rates[4], 0.07 * lr, 1e-16) << "a cut, one to the floor, and one there";
    EXPECT_EQ(run.rates[5], lr) << "and a second there";
    EXPECT_EQ(run.state.best, 1.0) << "the first report of the new beginning";
  }
}

TEST(Trend, CutsWhereTheLineDoesNotFall) {
  std::vector<double> falls, stalls;
  for (int i = 0; i < 40; ++i) {
    falls.push_back(2 - 0.01 * i + (i % 3) * 1e-3);
    stalls.push_back(1 + (i % 3) * 1e-3 + 1e-4 * i);
  }
  EXPECT_TRUE(moves({Trend{.patience = 20}}, falls).empty());
  EXPECT_EQ(moves({Trend{.patience = 20}}, stalls), (std::vector<Step>{20, 40}));
  EXPECT_EQ(moves({Trend{.patience = 20, .every = 9}}, stalls), (std::vector<Step>{27}));
  for (double& metric : falls) metric = -metric;
  EXPECT_TRUE(moves({Trend{.mode = Aim::max, .patience = 20}}, falls).empty());
  EXPECT_FALSE(moves({Trend{.patience = 20}}, falls).empty());
}

TEST(Trend, KnowsTheNormalDistribution) {
  for (double x = -9; x <= 9; x += 0.01) EXPECT_NEAR(normal_cdf(x), 0.5 * std::erfc(-x / std::sqrt(2.0)), 2e-15) << x;
  EXPECT_EQ(normal_cdf(0), 0.5);
}

TEST(Controller, WaitsForTheWarmUpToEnd) {
  const auto lr = then(warmup({.to = 1, .steps = 5}), constant({.value = 1, .steps = 20}));
  const Controller controller{Plateau{.patience = 1}, 5};
  const Replay run = replay(*lr, controller, flat(12), 1, 12);
  for (Step step = 0; step < 8; ++step) EXPECT_EQ(run.rates[static_cast<std::size_t>(step)], (*lr)(step)) << step;
  EXPECT_EQ(run.rates[8], 0.1) << "the reports of steps 5, 6 and 7 were the first";
  EXPECT_EQ(run.state.reports, 7);
}

TEST(Controller, GoesOnFromAnyReport) {
  std::vector<double> metrics;
  for (int i = 0; i < 40; ++i) metrics.push_back(std::sin(i * 0.7) - 0.01 * i);
  const auto lr = *cosine({.from = 0.5, .to = 0.1, .steps = 120});
  const Controller all[] = {{Plateau{.patience = 1, .cooldown = 2, .average = 2}, 7},
                            {Greedy{.patience = 1, .cooldown = 1, .settle = 2, .window = 3}},
                            {Trend{.patience = 6, .every = 2, .drop = 2}}};
  for (const Controller& controller : all) {
    const Replay whole = replay(lr, controller, metrics, 3, 120);
    EXPECT_NE(whole.state.scale, 1);
    for (const std::size_t stop : {1u, 9u, 20u}) {
      const Replay first = replay(lr, controller, {metrics.begin(), metrics.begin() + stop}, 3, 3 * stop);
      const ControllerState saved = *controller_state(*read_json(write_json(to_json(first.state), 0)));
      EXPECT_EQ(saved, first.state);
      const Replay rest = replay(lr, controller, {metrics.begin() + stop, metrics.end()}, 3, 120 - 3 * stop, saved);
      EXPECT_EQ(rest.state, whole.state);
      std::vector<double> rates = first.rates;
      rates.insert(rates.end(), rest.rates.begin(), rest.rates.end());
      EXPECT_EQ(rates, whole.rates) << stop;
    }
  }
}

TEST(Controller, RefusesNonsense) {
  const Controller wrong[] = {
      {Plateau{.factor = 1.5}},  {Plateau{.patience = -1}},     {Plateau{.relative = NAN}},   {Plateau{.average = 0}},
      {Plateau{}, -1},           {Greedy{.factor = 0}},         {Greedy{.window = 0}},        {Greedy{.min_lr = 2}},
      {Trend{.patience = 2}},    {Trend{.probability = 0.5}},   {Trend{.every = 0}},          {Trend{.discard = 2}},
      {Plateau{.absolute = -1}}, {Plateau{.min_lr = INFINITY}}, {Trend{.patience = 2000000}}, {Greedy{.reset = -1}}};
  for (const Controller& each : wrong) EXPECT_FALSE(check(each));
  EXPECT_TRUE(check({}));
}

TEST(Controller, SaysWhereItCanNeverFire) {
  const Schedule tiny = *constant({.value = 1e-8});
  const struct {
    Controller controller;
    Schedule lr;
    Step steps, every;
    const char* id;
  } cases[] = {
      {{Plateau{.eps = 1e-8}}, tiny, 100, 1, "controller-never-fires"},
      {{Plateau{.factor = 1}}, tenth, 100, 1, "controller-never-fires"},
      {{Plateau{.min_lr = 0.1}}, tenth, 100, 1, "controller-never-fires"},
      {{Plateau{.min_scale = 1}}, tenth, 100, 1, "controller-never-fires"},
      {{Plateau{.patience = 10}}, tenth, 100, 10, "controller-never-fires"},
      {{Plateau{}, 100}, tenth, 100, 1, "controller-never-fires"},
      {{Plateau{}, 95}, tenth, 100, 1, "controller-never-fires"},
      {{Plateau{.relative = 1}}, tenth, 100, 1, "controller-fires-blindly"},
      {{Greedy{.min_lr = 1}}, *constant({.value = 1}), 100, 1, "controller-never-fires"},
      {{Trend{}}, tenth, 1000, 1, "controller-never-fires"},
      {{Plateau{}}, tenth, 100, 1, nullptr},
      {{Plateau{.eps = 1e-8}}, tenth, 100, 1, nullptr},
      {{Greedy{}}, tenth, 100, 1, nullptr},
      {{Greedy{.min_lr = 0.5}}, tenth, 100, 1, nullptr},
      {{Trend{.patience = 50}}, tenth, 100, 1, nullptr},
  };
  for (const auto& each : cases) {
    const auto notes = lint(each.controller, each.lr, each.steps, each.every);
    ASSERT_EQ(notes.size(), each.id ? 1u : 0u) << &each - cases;
    if (!notes.empty()) {
      EXPECT_EQ(notes[0].id, each.id) << &each - cases;
    }
  }
}

}  // namespace
}  // namespace etude::schedule
