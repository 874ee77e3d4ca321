#include "etude/schedule/seesaw.h"

#include <gtest/gtest.h>

#include <cmath>

namespace etude::inline schedule {
namespace {

double samples_of(const Seesaw& made) {
  double samples = 0;
  for (Step t = 0; t < made.steps; ++t) samples += (*made.plan.batch_size)(t);
  return samples;
}

TEST(Seesaw, TurnsHalvingsIntoDoubledBatchesAtARateOverTheRootOf2) {
  const Plan halves{.lr = *multistep({.from = 0.1, .milestones = {400, 600}, .gamma = 0.5})};
  const Seesaw made = *seesaw(halves, {.steps = 800, .batch = 32});
  EXPECT_EQ(made.steps, 400 + 100 + 50);
  EXPECT_EQ(samples_of(made), 800 * 32);
  EXPECT_EQ(made.plan.lr(399), 0.1);
  EXPECT_NEAR(made.plan.lr(400), 0.1 * std::sqrt(0.5), 1e-15);
  EXPECT_NEAR(made.plan.lr(549), 0.05, 1e-15);
  EXPECT_EQ((*made.plan.batch_size)(399), 32);
  EXPECT_EQ((*made.plan.batch_size)(400), 64);
  EXPECT_EQ((*made.plan.batch_size)(549), 128);
}

TEST(Seesaw, SavesOfAQuarterCosineAtMostWhatTheorySays) {
  double saved_before = 0;
  for (const Step steps : {100, 1000, 10000, 100000}) {
    const double whole = static_cast<double>(steps);
    std::vector<double> at, values;
    for (int i = 0; i <= 50; ++i) {
      at.push_back(std::round(whole * i / 50));
      values.push_back(0.1 * std::cos(std::acos(0.0) * i / 50));
    }
    const Plan quarter{.lr = *piecewise({.at = at, .values = values})};
    const Seesaw made = *seesaw(quarter, {.steps = steps, .batch = 8});
    const double saved = 1 - static_cast<double>(made.steps) / whole;
    EXPECT_LT(saved, 1 - 1 / std::acos(0.0)) << steps;
    EXPECT_GT(saved, 0.15) << steps;
    const double largest = (*made.plan.batch_size)(made.steps - 1);
    EXPECT_NEAR(samples_of(made), 8 * whole, largest / 2) << steps;
    EXPECT_GE(saved, saved_before - 0.01);
    saved_before = saved;
  }
}

TEST(Seesaw, KeepsAWarmupAndWhatDoesNotChange) {
  const Schedule lr = *then(warmup({.to = 1, .steps = 10}), cosine({.from = 1, .to = 0, .steps = 90}));
  const Plan plan{.lr = lr, .weight_decay = *constant({.value = 0.1}), .batch_size = *constant({.value = 4})};
  const Seesaw made = *seesaw(plan, {.steps = 100});
  for (Step t = 0; t <= 10; ++t) EXPECT_EQ(made.plan.lr(t), lr(t)) << t;
  for (Step t = 11; t < made.steps; ++t) EXPECT_LE(made.plan.lr(t), made.plan.lr(t - 1)) << t;
  EXPECT_EQ(made.plan.weight_decay, plan.weight_decay);
  EXPECT_LT(made.steps, 80);
  EXPECT_NEAR(samples_of(made), 400, (*made.plan.batch_size)(made.steps - 1) / 2);
}

TEST(Seesaw, LeavesAConstantAsItIs) {
  const Seesaw made = *seesaw({.lr = *constant({.value = 0.1})}, {.steps = 50, .batch = 8});
  EXPECT_EQ(made.steps, 50);
  for (Step t = 0; t < 50; ++t) {
    EXPECT_EQ(made.plan.lr(t), 0.1);
    EXPECT_EQ((*made.plan.batch_size)(t), 8);
  }
}

TEST(Seesaw, RefusesWhatItCannotSayOnANewClock) {
  const Schedule one = *constant({.value = 1}), falls = *linear({.from = 1, .to = 0, .steps = 50});
  const auto refusal = [](const Plan& plan, SeesawOptions options = {.steps = 100, .batch = 8}) {
    const auto made = seesaw(plan, options);
    return made ? "" : made.error().message;
  };
  EXPECT_EQ(refusal({.lr = one}, {.batch = 8}), "seesaw needs the length of the run; say steps = 1000");
  EXPECT_EQ(refusal({.lr = one}, {.steps = 100}),
            "seesaw needs the samples of an update, at least 1, such as 256, not nan");
  EXPECT_EQ(refusal({.lr = one, .batch_size = falls}),
            "seesaw doubles the batch itself; give the plan a constant batch_size, or none");
  EXPECT_EQ(
      refusal({.lr = one, .weight_decay = falls}),
      "seesaw changes the clock of the plan, by which weight_decay changes too; make it constant, or leave it out");
  EXPECT_EQ(refusal({.lr = *constant({.value = 0})}), "seesaw needs a rate that is above 0 somewhere");
  EXPECT_EQ(refusal({.lr = *then(falls, constant({.value = 0.5}))}),
            "seesaw is for rates that fall after their peak; this one rises at step 50");
}

}  // namespace
}  // namespace etude::schedule
