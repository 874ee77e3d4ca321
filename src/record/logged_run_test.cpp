// Each complaint about a logged run, by what is wrong with it.

#include "etude/record/logged_run.h"

#include "etude/base/number.h"

#include <gtest/gtest.h>

namespace etude {
namespace {

LoggedRun sound() {
  return {.name = "a", .rates = {1, 2, 2, 1, 1}, .warmup_steps = 1, .steps = {1, 3, 5}, .losses = {3, 2, 1}};
}

TEST(LoggedRun, TakesWhatIsSoundAndKnowsItsPeak) {
  EXPECT_TRUE(check(sound()));
  EXPECT_EQ(sound().peak(), 2);
}

TEST(LoggedRun, ComplainsByNameAndSaysWhatToMend) {
  struct Case {
    void (*spoil)(LoggedRun&);
    const char* says;
  };
  const Case cases[] = {
      {[](LoggedRun& run) { run.rates.clear(); }, "has no rates"},
      {[](LoggedRun& run) { run.rates[1] = -1; }, "has the rate -1 at step 1"},
      {[](LoggedRun& run) { run.rates.assign(5, 0); }, "has a rate of 0 at every step"},
      {[](LoggedRun& run) { run.warmup_steps = 5; }, "has a warm-up of 5 in a run of 5 steps"},
      {[](LoggedRun& run) { run.losses.pop_back(); }, "has 3 steps and 2 losses"},
      {[](LoggedRun& run) {
         run.steps = {1, 2}, run.losses = {2, 1};
       },
       "has 2 points; log the loss at 3 steps"},
      {[](LoggedRun& run) {
         run.steps = {1, 1, 3};
       },
       "has step 1 after step 1"},
      {[](LoggedRun& run) {
         run.steps = {3, 1, 4};
       },
       "has step 1 after step 3"},
      {[](LoggedRun& run) {
         run.steps = {1, 3, 6};
       },
       "has a loss at step 6, and its schedule ends at 5"},
      {[](LoggedRun& run) { run.losses[1] = 0; }, "has the loss 0 at step 3"},
      {[](LoggedRun& run) { run.losses[1] = not_a_number; }, "has the loss nan at step 3"},
      {[](LoggedRun& run) { run.branch_step = 6; }, "left its branch at step 6, after its last loss at step 5"},
      {[](LoggedRun& run) { run.losses.assign(3, 3); }, "has the loss 3 at every step"},
      {[](LoggedRun& run) { run.losses[2] = 4; }, "it diverged; leave it out"},
  };
  for (const Case& each : cases) {
    LoggedRun run = sound();
    each.spoil(run);
    const auto checked = check(run);
    ASSERT_FALSE(checked) << each.says;
    EXPECT_EQ(checked.error().message.rfind("run a ", 0), 0u);
    EXPECT_NE(checked.error().message.find(each.says), std::string::npos) << checked.error().message;
  }
}

TEST(LoggedRun, AWarmupLastsAsLongAsTheRateClimbs) {
  EXPECT_EQ(warmup_of(std::vector<double>{0, 1, 2, 2, 1}), 2);
  EXPECT_EQ(warmup_of(std::vector<double>{1, 1, 1}), 0);
  EXPECT_EQ(warmup_of({}), 0);
}

}  // namespace
}  // namespace etude
