// Which options and rates are refused, and what a refusal says.

#include <gtest/gtest.h>

#include "etude/optim/optimizer.h"
#include "support/not_finite.h"

namespace etude::optim {
namespace {

TEST(CheckOptimizer, PassesTheDefaultsOfEveryRuleUnchanged) {
  for (const RuleEntry& entry : rules()) {
    const auto checked = check(defaults_of(entry.rule));
    ASSERT_TRUE(checked) << checked.error().message;
    EXPECT_EQ(*checked, defaults_of(entry.rule));
  }
  EXPECT_EQ(defaults_of(Rule::lion).beta2, 0.99);
  EXPECT_EQ(defaults_of(Rule::adamw).weight_decay, 0.01);
  EXPECT_EQ(defaults_of(Rule::adam).weight_decay, 0);
}

TEST(CheckOptimizer, PassesTheEdges) {
  const OptimizerOptions cases[] = {
      {.rule = Rule::momentum, .momentum = 0},
      {.rule = Rule::adam, .beta1 = 0, .beta2 = 0, .epsilon = 0},
      {.rule = Rule::adamw, .weight_decay = 1, .decay = Decay::untied},
      {.rule = Rule::adam_l2, .weight_decay = 50},
      {.rule = Rule::schedule_free_adamw, .decay = Decay::untied, .bias_correction = false, .warmup = 1000},
  };
  for (const OptimizerOptions& o : cases) EXPECT_TRUE(check(o)) << check(o).error().message;
}

TEST(CheckOptimizer, SaysWhatToType) {
  const struct {
    OptimizerOptions options;
    const char* complaint;
  } cases[] = {
      {{.rule = Rule::momentum, .momentum = 1}, "momentum: momentum must be at least 0 and below 1, as in 0.9, not 1"},
      {{.rule = Rule::adam, .beta1 = -0.1}, "adam: beta1 must be at least 0 and below 1, as in 0.9, not -0.1"},
      {{.rule = Rule::lion, .beta2 = nan}, "lion: beta2 must be at least 0 and below 1, as in 0.9, not nan"},
      {{.rule = Rule::adam, .epsilon = -1e-8}, "adam: epsilon must be a finite number, at least 0, not -1e-8"},
      {{.rule = Rule::adam, .epsilon = inf}, "adam: epsilon must be a finite number, at least 0, not inf"},
      {{.rule = Rule::sgd, .weight_decay = -1}, "sgd: weight_decay must be a finite number, at least 0, not -1"},
      {{.rule = Rule::adam, .weight_decay = 0.1},
       "adam has no weight_decay; take adamw (from the parameters) or adam-l2 (in the gradient)"},
      {{.rule = Rule::adam_l2, .decay = Decay::untied},
       "adam-l2 has no decay apart from its rate; leave decay=tied, or take adamw or lion"},
      {{.rule = Rule::lion, .weight_decay = 1.5, .decay = Decay::untied},
       "lion: weight_decay must be at most 1 where decay=untied, since each step takes off that share, not 1.5"},
      {{.rule = Rule::nesterov, .bias_correction = false}, "nesterov has no bias to correct; leave bias_correction on"},
      {{.rule = Rule::adamw, .warmup = 5},
       "adamw has no warm-up of its own; leave it at 0 and begin the schedule with linear(from=0, ...) then ..."},
      {{.rule = Rule::schedule_free_sgd, .warmup = -1}, "schedule-free-sgd: warmup must be at least 0, not -1"},
      {{.rule = Rule::schedule_free_sgd, .momentum = 0},
       "schedule-free-sgd: momentum must be above 0 and below 1, as in 0.9, not 0"},
      {{.rule = Rule::schedule_free_adamw, .beta1 = 0},
       "schedule-free-adamw: beta1 must be above 0 and below 1, as in 0.9, not 0"},
  };
  for (const auto& c : cases) {
    const auto checked = check(c.options);
    ASSERT_FALSE(checked) << c.complaint;
    EXPECT_EQ(checked.error().message, c.complaint);
  }
}

TEST(CheckRates, PassesWhatTheRuleReads) {
  EXPECT_TRUE(check({.rule = Rule::sgd}, Rates{.lr = 0}));
  EXPECT_TRUE(check({.rule = Rule::nesterov}, Rates{.lr = 1e3, .momentum = 0.85, .weight_decay = 0}));
  EXPECT_TRUE(check({.rule = Rule::adamw}, Rates{.lr = 0.1, .beta1 = 0, .beta2 = 0, .weight_decay = 3}));
}

TEST(CheckRates, SaysWhatToType) {
  const struct {
    OptimizerOptions options;
    Rates rates;
    const char* complaint;
  } cases[] = {
      {{}, {.lr = nan}, "sgd: lr must be a finite number, at least 0, not nan"},
      {{}, {.lr = -0.1}, "sgd: lr must be a finite number, at least 0, not -0.1"},
      {{}, {.lr = 1, .momentum = 0.9}, "sgd has no momentum; leave it out of the plan"},
      {{.rule = Rule::adamw}, {.lr = 1, .momentum = 0.9}, "adamw has no momentum; drive beta1"},
      {{.rule = Rule::momentum}, {.lr = 1, .beta1 = 0.9}, "momentum has no beta1; drive momentum"},
      {{.rule = Rule::momentum}, {.lr = 1, .beta2 = 0.9}, "momentum has no beta2; leave it out of the plan"},
      {{.rule = Rule::adam}, {.lr = 1, .beta2 = 1}, "adam: beta2 must be at least 0 and below 1, as in 0.9, not 1"},
      {{.rule = Rule::momentum},
       {.lr = 1, .momentum = 1},
       "momentum: momentum must be at least 0 and below 1, as in 0.9, not 1"},
      {{.rule = Rule::adam},
       {.lr = 1, .weight_decay = 0.0},
       "adam has no weight_decay; take adamw (from the parameters) or adam-l2 (in the gradient)"},
      {{.rule = Rule::adamw, .decay = Decay::untied},
       {.lr = 1, .weight_decay = 2},
       "adamw: weight_decay must be at most 1 where decay=untied, since each step takes off that share, not 2"},
      {{.rule = Rule::adamw},
       {.lr = 1, .weight_decay = nan},
       "adamw: weight_decay must be a finite number, at least 0, not nan"},
  };
  for (const auto& c : cases) {
    const auto checked = check(c.options, c.rates);
    ASSERT_FALSE(checked) << c.complaint;
    EXPECT_EQ(checked.error().message, c.complaint);
  }
}

}  // namespace
}  // namespace etude::optim
