#include "etude/optim/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "etude/base/random.h"
#include "optim/rule.h"
#include "support/not_finite.h"

namespace etude::optim {
namespace {

template <class Real>
std::vector<Real> random_numbers(std::size_t count, std::uint32_t seed) {
  RandomState random(seed);
  std::vector<Real> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(static_cast<Real>(random.normal()));
  return all;
}

/// Parameters, and what their optimizer remembers.
template <class Real>
struct Walk {
  OptimizerOptions options;
  std::vector<Real> p;
  OptimizerState<Real> state;

  Walk(const OptimizerOptions& o, std::vector<Real> start)
      : options(o), p(std::move(start)), state(initial_state<Real>(o, p)) {}
  void step(const std::vector<Real>& g, const Rates& rates, const Shape& shape = {}) {
    optimizer_step<Real>(options, p, g, state, rates, shape);
  }
  std::vector<Real> evaluation() const {
    std::vector<Real> x(p.size());
    evaluation_parameters<Real>(options, p, state, x);
    return x;
  }
};

/// Every rule, with all that it can be told moved off its defaults.
std::vector<OptimizerOptions> all_options() {
  std::vector<OptimizerOptions> all;
  for (const RuleEntry& entry : rules()) {
    OptimizerOptions o{.rule = entry.rule, .momentum = 0.7, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3};
    o.weight_decay = entry.reads("weight_decay") ? 0.1 : 0;
    o.warmup = entry.reads("warmup") ? 3 : 0;
    all.push_back(o);
    if (entry.reads("decay") && !entry.averages) {
      o.decay = Decay::corrected;
      all.push_back(o);
    }
    if (entry.reads("decay")) o.decay = Decay::untied;
    if (entry.reads("bias_correction")) o.bias_correction = false;
    if (!(o == all.back())) all.push_back(o);
  }
  return all;
}

std::string name_of(const OptimizerOptions& o) { return std::string(entry_of(o.rule).name); }

template <class Real>
void expect_same_bits_in_vectors_of_any_width() {
  for (const OptimizerOptions& o : all_options()) {
    for (std::size_t size = 0; size < 40; ++size) {
      Walk<Real> narrow(o, random_numbers<Real>(size, 1)), wide = narrow;
      for (std::uint32_t t = 0; t < 4; ++t) {
        const auto g = random_numbers<Real>(size, 10 + t);
        step_in<Real>(Width::narrow, o, {narrow.p, g, narrow.state}, {.lr = 0.1});
        step_in<Real>(widest(), o, {wide.p, g, wide.state}, {.lr = 0.1});
      }
      EXPECT_EQ(narrow.p, wide.p) << name_of(o) << " " << size;
      EXPECT_EQ(narrow.state, wide.state) << name_of(o) << " " << size;
    }
  }
}

template <class Real>
void expect_same_bits_of_a_matrix_in_vectors_of_any_width() {
  const OptimizerOptions o = defaults_of(Rule::muon);
  for (const Shape& shape : {Shape{1, 1}, Shape{3, 5}, Shape{9, 4}, Shape{17, 18}}) {
    Walk<Real> narrow(o, random_numbers<Real>(shape.rows * shape.columns, 1)), wide = narrow;
    for (std::uint32_t t = 0; t < 3; ++t) {
      const auto g = random_numbers<Real>(narrow.p.size(), 10 + t);
      step_in<Real>(Width::narrow, o, {narrow.p, g, narrow.state, shape}, {.lr = 0.1});
      step_in<Real>(widest(), o, {wide.p, g, wide.state, shape}, {.lr = 0.1});
    }
    EXPECT_EQ(narrow.p, wide.p) << shape.rows;
    EXPECT_EQ(narrow.state, wide.state) << shape.rows;
  }
}

TEST(Muon, GivesTheSameBitsInVectorsOfAnyWidth) {
  expect_same_bits_of_a_matrix_in_vectors_of_any_width<double>();
  expect_same_bits_of_a_matrix_in_vectors_of_any_width<float>();
}

TEST(Muon, TakesNoStepWithoutAGradientAndLetsNanSpread) {
  Walk<double> run({.rule = Rule::muon}, {1, 2, 3, 4});
  run.step({0, 0, 0, 0}, {.lr = 1}, {2, 2});
  EXPECT_EQ(run.p, (std::vector<double>{1, 2, 3, 4}));
  run.step({1, nan, 0, 0}, {.lr = 1}, {2, 2});
  for (const double p : run.p) EXPECT_TRUE(std::isnan(p));
}

TEST(Muon, MovesADiagonalAsFarInEveryDirection) {
  Walk<double> run({.rule = Rule::muon, .momentum = 0}, {0, 0, 0, 0});
  run.step({1, 0, 0, -0.05}, {.lr = 1}, {2, 2});
  const double step = 0.2 * std::sqrt(2.0);
  EXPECT_NEAR(-run.p[0] / step, 1, 0.35);
  EXPECT_NEAR(run.p[3] / step, 1, 0.35);
  EXPECT_EQ(run.p[1], 0);
}

TEST(CorrectedDecay, TakesTheSquareOfTheRateOverTheLargestSoFar) {
  Walk<double> run({.rule = Rule::adamw, .weight_decay = 0.1, .decay = Decay::corrected}, {1});
  const double rates[] = {0.2, 0.4, 0.1, 0};
  const double decays[] = {0.2 * 0.1, 0.4 * 0.1, 0.1 * (0.1 / 0.4) * 0.1, 0};
  double expected = 1;
  for (int t = 0; t < 4; ++t) {
    run.step({0}, {.lr = rates[t]});
    EXPECT_EQ(run.p[0], expected *= 1 - decays[t]) << t;
  }
}

TEST(Optimizer, GivesTheSameBitsInVectorsOfAnyWidth) {
  expect_same_bits_in_vectors_of_any_width<double>();
  expect_same_bits_in_vectors_of_any_width<float>();
}

TEST(Optimizer, TreatsEveryParameterAlikeSoThatGroupsMayBeSplit) {
  const auto start = random_numbers<double>(23, 1);
  for (const OptimizerOptions& o : all_options()) {
    Walk<double> whole(o, start), head(o, {start.begin(), start.begin() + 7}),
        tail(o, {start.begin() + 7, start.end()});
    for (std::uint32_t t = 0; t < 5; ++t) {
      const auto g = random_numbers<double>(23, 10 + t);
      whole.step(g, {.lr = 0.1});
      head.step({g.begin(), g.begin() + 7}, {.lr = 0.1});
      tail.step({g.begin() + 7, g.end()}, {.lr = 0.1});
    }
    head.p.insert(head.p.end(), tail.p.begin(), tail.p.end());
    EXPECT_EQ(whole.p, head.p) << name_of(o);
  }
}

/// Adam on one parameter, in plain arithmetic and without bias correction, which PyTorch always makes.
struct Plain {
  double p = 0.5, m = 0, v = 0;

  void adam(double g, double rate, double b1, double b2, double eps) {
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    p -= rate * m / (std::sqrt(v) + eps);
  }
};

TEST(Adam, WithoutBiasCorrectionUsesTheMomentsAsTheyAre) {
  for (const Rule rule : {Rule::adam, Rule::adamw, Rule::adam_l2}) {
    Walk<double> run({.rule = rule, .beta1 = 0.8, .beta2 = 0.95, .bias_correction = false}, {0.5});
    Plain plain;
    for (const double g : {1.0, -0.3, 0.0, 20.0, 1e-5}) {
      run.step({g}, {.lr = 0.1});
      plain.adam(g, 0.1, 0.8, 0.95, 1e-8);
      EXPECT_NEAR(run.p[0], plain.p, 1e-14);
    }
  }
}

TEST(AdamW, UntiedDecayDoesNotKnowTheRate) {
  const OptimizerOptions o{.rule = Rule::adamw, .weight_decay = 0.25, .decay = Decay::untied, .bias_correction = false};
  Walk<double> run(o, {0.5});
  Plain plain;
  for (const double lr : {0.1, 0.0, 3.0}) {
    run.step({0.7}, {.lr = lr});
    plain.p *= 0.75;
    plain.adam(0.7, lr, 0.9, 0.999, 1e-8);
    EXPECT_NEAR(run.p[0], plain.p, 1e-14);
  }
}

TEST(Lion, MovesByTheRateAgainstTheSignAndDecaysTiedOrUntied) {
  for (const Decay decay : {Decay::tied, Decay::untied}) {
    const OptimizerOptions o{.rule = Rule::lion, .beta2 = 0.99, .weight_decay = 0.5, .decay = decay};
    Walk<double> run(o, {1, -1, 0.25});
    run.step({1e-30, -1e30, 0}, {.lr = 0.125});
    const double rest = decay == Decay::tied ? 1 - 0.125 * 0.5 : 0.5;
    EXPECT_EQ(run.p, (std::vector<double>{rest - 0.125, 0.125 - rest, 0.25 * rest}));
  }
}

/// x, y and z all kept, as the paper writes them.
TEST(ScheduleFree, IsTheAverageOfThePaper) {
  const double lr = 0.2, b = 0.8, wd = 0.3;
  for (const Decay decay : {Decay::tied, Decay::untied}) {
    Walk<double> run({.rule = Rule::schedule_free_sgd, .momentum = b, .weight_decay = wd, .decay = decay, .warmup = 2},
                     {0.5});
    double x = 0.5, y = 0.5, z = 0.5, sum = 0;
    EXPECT_EQ(run.evaluation(), run.p);
    for (int k = 0; k < 6; ++k) {
      const double g = std::abs(y) - 0.3 * k, rate = k == 0 ? lr / 2 : lr;
      run.step({g}, {.lr = lr});
      z -= rate * g + (decay == Decay::tied ? rate * wd : wd) * y;
      sum += rate * rate;
      x = (1 - rate * rate / sum) * x + rate * rate / sum * z;
      y = (1 - b) * z + b * x;
      EXPECT_NEAR(run.p[0], y, 1e-14);
      EXPECT_NEAR(run.evaluation()[0], x, 1e-14);
    }
  }
}

TEST(ScheduleFree, AdamWWithoutBiasCorrectionUsesTheMomentAsItIs) {
  const OptimizerOptions o{.rule = Rule::schedule_free_adamw, .beta2 = 0.75, .epsilon = 0, .bias_correction = false};
  Walk<double> run(o, {0});
  run.step({4}, {.lr = 1});  // v = 4, so z = -4 / 2; x = z at the first step
  EXPECT_EQ(run.state.slots, (std::vector<double>{4, -2}));
  EXPECT_NEAR(run.evaluation()[0], -2, 1e-15);
}

TEST(Optimizer, EvaluatesTheParametersThemselvesUnlessItAverages) {
  for (const OptimizerOptions& o : all_options()) {
    Walk<float> run(o, random_numbers<float>(11, 1));
    for (std::uint32_t t = 0; t < 3; ++t) run.step(random_numbers<float>(11, 20 + t), {.lr = 0.1});
    const std::vector<float> x = run.evaluation();
    EXPECT_EQ(x != run.p, o.rule == Rule::schedule_free_sgd || o.rule == Rule::schedule_free_adamw) << name_of(o);
    std::vector<float> in_place = run.p;
    evaluation_parameters<float>(o, in_place, run.state, in_place);
    EXPECT_EQ(in_place, x) << name_of(o);
  }
}

TEST(Optimizer, ComesToTheBottomOfABowl) {
  const std::vector<double> bottom = {1, -2, 0.5}, curvature = {0.5, 1, 10};
  for (const RuleEntry& entry : rules()) {
    OptimizerOptions o = defaults_of(entry.rule);
    o.weight_decay = 0;
    Walk<double> run(o, {0, 0, 0});
    for (int t = 0; t < 2000; ++t) {
      std::vector<double> g;
      for (std::size_t i = 0; i < 3; ++i) g.push_back(curvature[i] * (run.p[i] - bottom[i]));
      run.step(g, {.lr = 0.02 * (2000 - t) / 2000});
    }
    const auto x = run.evaluation();
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(x[i], bottom[i], 0.03) << entry.name << " " << i;
  }
}

TEST(Optimizer, RateOfZeroKeepsTheParametersAndMovesTheMoments) {
  for (const OptimizerOptions& o : all_options()) {
    if (o.decay == Decay::untied) continue;
    Walk<double> run(o, random_numbers<double>(9, 1));
    const auto start = run.p;
    const auto slots = run.state.slots;
    run.step(random_numbers<double>(9, 2), {.lr = 0});
    EXPECT_EQ(run.p, start) << name_of(o);
    EXPECT_EQ(run.state.slots != slots, o.rule != Rule::sgd && o.rule != Rule::schedule_free_sgd) << name_of(o);
    EXPECT_EQ(run.state.steps, 1);
  }
}

TEST(Optimizer, LetsNanBeSeenInItsParameterAndNoOther) {
  for (const OptimizerOptions& o : all_options()) {
    Walk<double> run(o, {1, 1, 1, 1, 1});
    run.step({1, nan, 1, 1, 1}, {.lr = 0.1});
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(std::isnan(run.p[i]), i == 1) << name_of(o) << " " << i;
  }
}

/// All that a rule makes of these options, of numbers and of a matrix, as one row of numbers.
std::vector<double> outcome(const OptimizerOptions& o, const Rates& rates = {.lr = 0.1}) {
  std::vector<double> all;
  for (const Shape& shape : {Shape{}, Shape{2, 8}}) {
    Walk<double> run(o, random_numbers<double>(16, 1));
    for (std::uint32_t t = 0; t < 10; ++t) run.step(random_numbers<double>(16, 30 + t), rates, shape);
    const auto evaluation = run.evaluation();
    all.insert(all.end(), evaluation.begin(), evaluation.end());
  }
  return all;
}

TEST(Rules, ReadJustTheOptionsThatTheySayTheyRead) {
  for (const RuleEntry& entry : rules()) {
    OptimizerOptions plain{.rule = entry.rule, .beta2 = 0.9, .weight_decay = 0.1};
    const auto changed = [&](auto member, auto value) {
      OptimizerOptions o = plain;
      o.*member = value;
      return outcome(o) != outcome(plain);
    };
    const std::pair<std::string_view, bool> cases[] = {
        {"momentum", changed(&OptimizerOptions::momentum, 0.5)},
        {"beta1", changed(&OptimizerOptions::beta1, 0.5)},
        {"beta2", changed(&OptimizerOptions::beta2, 0.5)},
        {"epsilon", changed(&OptimizerOptions::epsilon, 0.5)},
        {"weight_decay", changed(&OptimizerOptions::weight_decay, 0.5)},
        {"decay", changed(&OptimizerOptions::decay, Decay::untied)},
        {"bias_correction", changed(&OptimizerOptions::bias_correction, false)},
        {"warmup", changed(&OptimizerOptions::warmup, 3)},
    };
    std::size_t read = 0;
    for (const auto& [option, has_changed] : cases) {
      EXPECT_EQ(has_changed, entry.reads(option)) << entry.name << " " << option;
      read += entry.reads(option) ? 1 : 0;
    }
    EXPECT_EQ(entry.options.size(), read) << entry.name << " names an option that is none";
  }
}

TEST(Rates, TakeThePlaceOfTheOptions) {
  for (const RuleEntry& entry : rules()) {
    const OptimizerOptions plain{.rule = entry.rule, .beta2 = 0.9};
    OptimizerOptions moved = plain;
    moved.momentum = 0.6;
    moved.beta1 = 0.5;
    moved.beta2 = 0.7;
    moved.weight_decay = 0.2;
    EXPECT_EQ(outcome(plain, {.lr = 0.1, .momentum = 0.6, .beta1 = 0.5, .beta2 = 0.7, .weight_decay = 0.2}),
              outcome(moved))
        << entry.name;
    EXPECT_NE(outcome(plain), outcome(moved)) << entry.name;
  }
}

TEST(Rules, StandInTheTableInTheirOrderWithNamesThatAreRead) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rules().size(); ++i) {
    const RuleEntry& entry = rules()[i];
    EXPECT_EQ(entry.rule, static_cast<Rule>(i)) << entry.name;
    EXPECT_EQ(entry_of(entry.rule).name, entry.name);
    EXPECT_EQ(rule_named(entry.name).value(), entry.rule);
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    for (const std::string_view text : std::array<std::string_view, 3>{entry.formula, entry.meaning, entry.source})
      EXPECT_FALSE(text.empty());
    EXPECT_EQ(initial_state<float>({.rule = entry.rule}, std::vector<float>(5)).slots.size(), 5 * entry.slots);
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Rule::muon) + 1);
}

TEST(Rules, RefuseAnUnknownNameWithTheList) {
  EXPECT_EQ(rule_named("Adam").error().message,
            "there is no optimizer \"Adam\"; there is: sgd, momentum, nesterov, adam, adamw, adam-l2, lion, "
            "schedule-free-sgd, schedule-free-adamw, muon");
  EXPECT_FALSE(rule_named(""));
}

}  // namespace
}  // namespace etude::optim
