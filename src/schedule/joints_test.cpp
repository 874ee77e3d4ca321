#include "etude/schedule/joints.h"

#include <gtest/gtest.h>

#include "etude/schedule/callable.h"

namespace etude::inline schedule {
namespace {

std::string text_of(const std::vector<Joint>& joints) {
  std::string text;
  for (const Joint& joint : joints) text += std::to_string(joint.step) + " " + joint.begins + "\n";
  return text;
}

TEST(Joints, AreWherePiecesBegin) {
  const auto rise = warmup({.to = 1, .steps = 10});
  const auto fall = cosine({.from = 1, .steps = 20});
  const struct {
    Plan plan;
    const char* joints;
  } cases[] = {
      {{*constant({.value = 1})}, "0 lr: constant\n"},
      {{*then(rise, fall)}, "0 lr: warmup\n10 lr: cosine\n30 lr holds\n"},
      {{*scale(then(rise, fall), 0.5)}, "0 lr: warmup\n10 lr: cosine\n30 lr holds\n"},
      {{*then(constant({.value = 1, .steps = 5}), multistep({.from = 1, .milestones = {3, 40, 99}}))},
       "0 lr: constant\n5 lr: multistep\n8 lr: multistep.milestones[0]\n45 lr: multistep.milestones[1]\n"},
      {{*piecewise({.at = {0, 1.5, 9}, .values = {1, 2, 3}})},
       "0 lr: piecewise\n2 lr: piecewise.at[1]\n9 lr: piecewise.at[2]\n10 lr holds\n"},
      {{*callable({.function = [](Step) { return 0.1; }, .length = 7, .label = "own(…)"})},
       "0 lr: own(…)\n7 lr holds\n"},
      {{*window(then(rise, fall), 5, 18)}, "0 lr: window\n5 lr: warmup\n15 lr: cosine\n18 lr holds\n"},
      {{*offset(then(rise, fall), 4)}, "0 lr: warmup\n6 lr: cosine\n26 lr holds\n"},
      {{*repeat(then(rise, fall), 2)}, "0 lr: warmup\n10 lr: cosine\n30 lr: warmup\n40 lr: cosine\n60 lr holds\n"},
      {{.lr = *then(rise, fall), .batch_size = *linear({.from = 8, .to = 64, .steps = 20})},
       "0 lr: warmup\n0 batch_size: linear\n10 lr: cosine\n20 batch_size holds\n30 lr holds\n"},
  };
  for (const auto& c : cases) {
    const auto found = joints(c.plan, 100);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(text_of(*found), c.joints);
  }
}

TEST(Joints, AreNotTooMany) {
  const Plan plan{*repeat(linear({.from = 1, .steps = 2}))};
  EXPECT_EQ(joints(plan, 20000)->size(), 10000);
  EXPECT_FALSE(joints(plan, max_step));
  EXPECT_TRUE(joints({*repeat(linear({.from = 1, .steps = max_step}))}, max_step));
  EXPECT_TRUE(joints({*offset(repeat(linear({.from = 1, .steps = max_step})), max_step)}, max_step));
}

TEST(Tallies, CountWhatARunHasSeen) {
  const Plan plain{*constant({.value = 1})};
  const Plan ramped{.lr = *constant({.value = 1}), .batch_size = *linear({.from = 1, .to = 4, .steps = 4})};
  const struct {
    Horizon horizon;
    Plan plan;
    Step updates;
    double samples, epochs;
  } cases[] = {
      {{.samples = 1000, .batch = 10}, plain, 150, 1500, 1.5},
      {{.samples = 1001, .batch = 10}, plain, 101, 1001, 1},
      {{.samples = 1001, .batch = 10}, plain, 202, 2002, 2},
      {{.samples = 1001, .batch = 10, .drop_last = true}, plain, 200, 2000, 2},
      {{.samples = 1000, .batch = 10, .accumulation = 2, .devices = 4}, plain, 13, 1000, 1},
      {{.samples = 1000, .batch = 10, .accumulation = 2, .devices = 4}, plain, 14, 1080, 14 / 13.0},
      {{.samples = 20, .batch = 10}, ramped, 4, 10, 0.5},
      {{.samples = 20}, ramped, 6, 18, 0.9},
  };
  for (const auto& c : cases) {
    const auto tally = Tallies(c.horizon, c.plan).after(c.updates);
    ASSERT_TRUE(tally) << tally.error().message;
    EXPECT_EQ(tally->samples, c.samples);
    EXPECT_NEAR(*tally->epochs, c.epochs, 1e-12);
  }
  EXPECT_EQ(Tallies({.batch = 4, .tokens_per_sample = 8}, plain).after(3)->tokens, 96);
  EXPECT_EQ(Tallies({.steps = 9}, plain).after(3)->samples, std::nullopt);
  EXPECT_EQ(Tallies({.batch = 4}, plain).after(3)->epochs, std::nullopt);
  EXPECT_FALSE(Tallies({.samples = 5, .batch = 10, .drop_last = true}, plain).after(3));
  EXPECT_EQ(Tallies({.batch = 4, .devices = 2}, plain).batch_size(3), 8);
  EXPECT_EQ(Tallies({}, ramped).batch_size(9), 4);
}

}  // namespace
}  // namespace etude::schedule
