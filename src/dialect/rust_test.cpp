// Configurations of burn as Rust builds them, beside the same call with names.

#include <gtest/gtest.h>

#include "etude/dialect/dialect.h"

namespace etude::dialect {
namespace {

struct Same {
  const char* rust;
  const char* call;
};

constexpr Same same[] = {
    {"CosineAnnealingLrSchedulerConfig::new(1e-2, 4).with_min_lr(1e-4).init().unwrap()",
     "burn.CosineAnnealingLrSchedulerConfig(initial_lr=0.01, num_iters=4, min_lr=0.0001)"},
    {"burn::lr_scheduler::noam::NoamLrSchedulerConfig::new(0.1)\n  .with_warmup_steps(1_000)\n  .with_model_size(64)\n "
     " .init()?;",
     "burn.NoamLrSchedulerConfig(factor=0.1, warmup_steps=1000, model_size=64)"},
    {"burn_optim::lr_scheduler::constant::ConstantLr::new(0.1)", "burn.ConstantLr(lr=0.1)"},
    {"SequentialLrSchedulerConfig::new(vec![LrSchedulerConfig::Linear(LinearLrSchedulerConfig::new(1e-5, 1e-2, 3)), "
     "LrSchedulerConfig::Constant(1e-2),], vec![3])",
     "burn.SequentialLrSchedulerConfig(schedulers=[LinearLrSchedulerConfig(initial_lr=1e-5, final_lr=0.01, "
     "num_iters=3), "
     "ConstantLr(lr=0.01)], milestones=[3])"},
    {"ComposedLrSchedulerConfig::new().linear(LinearLrSchedulerConfig::new(0.1, 0.0, 4)).constant(0.5)"
     ".with_reduction(SchedulerReduction::Avg).init().expect(\"a schedule\")",
     "burn.ComposedLrSchedulerConfig(schedulers=[LinearLrSchedulerConfig(initial_lr=0.1, final_lr=0.0, num_iters=4), "
     "0.5], "
     "reduction=Avg)"},
};

TEST(Rust, SaysWhatACallWithNamesSays) {
  for (const Same& each : same) {
    EXPECT_TRUE(is_dialect(each.rust)) << each.rust;
    const auto rust = read_dialect(each.rust), call = read_dialect(each.call);
    ASSERT_TRUE(rust) << each.rust << "\n" << rust.error().message;
    ASSERT_TRUE(call) << each.call << "\n" << call.error().message;
    for (Step t = 0; t < 20; ++t) EXPECT_EQ(rust->lr()(t), call->lr()(t)) << each.rust << " at " << t;
    const auto again = read_dialect(rust->line);
    ASSERT_TRUE(again) << rust->line << "\n" << again.error().message;
    EXPECT_EQ(again->lr()(7), rust->lr()(7)) << rust->line;
  }
}

struct Wrong {
  const char* text;
  const char* message;
};

constexpr Wrong wrong[] = {
    {"LinearLrSchedulerConfig::new(0.1, 4)", "column 1: burn.LinearLrSchedulerConfig: needs num_iters="},
    {"LinearLrSchedulerConfig::new(0.1, 0.0, 4).halved()",
     "column 42: halved is no method of a configuration that is read"},
    {"LinearLrSchedulerConfig::new(0.1, 0.0, 4).with_min_lr(0.1)",
     "column 55: burn.LinearLrSchedulerConfig: there is no argument min_lr; arguments: initial_lr, final_lr, "
     "num_iters"},
    {"LinearLrSchedulerConfig::new(0.1, 0.0, 4).init", "column 47: expected (, read the end of the text"},
    {"NoamLrSchedulerConfig::new(vec![0.1)", "column 36: expected , or ], read \")\""},
    {"burn::LinearConfig::new(0.1)", "column 1: burn has no schedule LinearConfig; schedules: ConstantLr, "},
};

TEST(Rust, IsRefusedWhereItStands) {
  for (const Wrong& each : wrong) {
    const auto read = read_dialect(each.text);
    ASSERT_FALSE(read) << each.text;
    EXPECT_TRUE(read.error().message.starts_with(each.message)) << each.text << "\n" << read.error().message;
  }
}

}  // namespace
}  // namespace etude::dialect
