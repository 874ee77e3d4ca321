// Trials that begin with the weights of an earlier phase.

#include <gtest/gtest.h>

#include "etude/notation/notation.h"
#include "etude/study/native_runner.h"
#include "etude/train/train.h"

namespace etude::study {
namespace {

TEST(EarlierPhase, IsTrainedOnceForAllTrialsOfASeedAndChangesNoBit) {
  const auto task = train::in_words({},
                                    "spirals data=spirals:classes=4,per_class=20 hidden=8 batch=10 classes=2,3 steps=8 "
                                    "pretrain=constant(0.1) pretrain-on='classes=0,1 steps=20'");
  const auto prepared = *train::Prepared::of(*task);
  std::vector<Trial> trials;
  for (const char* plan : {"linear(from=0.2, steps=8)", "linear(from=0.4, steps=8)"})
    for (const std::uint32_t seed : {3, 4})
      trials.push_back({*notation::parse_plan(plan), 8, train::Backward::corrected, seed, 8, "arm"});
  const Runner runner = native_runner(prepared, {.threads = 2});
  for (int round = 0; round < 2; ++round)
    EXPECT_TRUE(runner(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
      const auto alone = train::run_trial(prepared, trials[i].plan, trials[i].seed);
      EXPECT_EQ(to_text(outcome), to_text(outcome_of(*alone, 8))) << i;
      return {};
    }));
}

}  // namespace
}  // namespace etude::study
