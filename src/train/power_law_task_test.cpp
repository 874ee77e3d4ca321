#include <gtest/gtest.h>

#include "etude/train/power_law.h"

namespace etude::train {
namespace {

TEST(PowerLawTask, TrainsUnderAPlanAsTheLaboratoryUnderItsNumbers) {
  const PowerLawTask task{.batch = 3, .steps = 20};
  const Plan plan{.lr = *cosine({.from = 0.2, .to = 0, .steps = 20})};
  const Record record = run_power_law(task, plan);
  optim::PowerLawDescent run(task.problem);
  for (Step t = 0; t < 20; ++t) {
    EXPECT_EQ(record.loss[static_cast<std::size_t>(t)], run.loss()) << t;
    run.update({plan.lr(t), 3});
  }
  EXPECT_EQ(record.final_loss(), run.loss());
}

TEST(PowerLawTask, TakesTheBatchSizesOfThePlan) {
  const PowerLawTask task{.steps = 20};
  const Plan plain{.lr = *constant({.value = 0.1})};
  Plan larger = plain, same = plain;
  larger.batch_size = *constant({.value = 64});
  same.batch_size = *constant({.value = 8.2});
  EXPECT_LT(run_power_law(task, larger).final_loss(), run_power_law(task, plain).final_loss());
  EXPECT_EQ(run_power_law(task, same), run_power_law(task, plain));
}

TEST(PowerLawTask, SaysWhereItDiverged) {
  const Record record = run_power_law({.steps = 5000}, {.lr = *constant({.value = 3})});
  ASSERT_TRUE(record.diverged_at);
  EXPECT_EQ(record.loss.size(), static_cast<std::size_t>(*record.diverged_at) + 1);
}

TEST(PowerLawTask, RefusesWhatItDoesNotHave) {
  EXPECT_TRUE(check(PowerLawTask{}));
  EXPECT_FALSE(check(PowerLawTask{.steps = 0}));
  EXPECT_FALSE(check(PowerLawTask{.batch = 0}));
  EXPECT_FALSE(check(PowerLawTask{.problem = {.spectrum = 0.5}}));
  Plan plan{.lr = *constant({.value = 0.1})};
  EXPECT_TRUE(check_plan(PowerLawTask{}, plan));
  plan.batch_size = *constant({.value = 0.2});
  EXPECT_EQ(check_plan(PowerLawTask{}, plan).error().message, "step 0: batch_size must be at least 1, not 0.2");
  plan = {.lr = plan.lr, .momentum = plan.lr};
  EXPECT_EQ(check_plan(PowerLawTask{}, plan).error().message,
            "power-law is trained by plain SGD, which has no momentum; leave it out, or take another --task");
}

TEST(PowerLawTask, IsKnownByWhatDecidesItsBits) {
  EXPECT_EQ(configuration(PowerLawTask{}), "power-law=1\nspectrum=1.5\nsource=1\nnoise=1\nmodes=65536\nbatch=8\n");
  EXPECT_EQ(configuration(PowerLawTask{.steps = 5}), configuration(PowerLawTask{}));
}

}  // namespace
}  // namespace etude::train
