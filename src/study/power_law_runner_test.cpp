#include <gtest/gtest.h>

#include <array>
#include <map>

#include "etude/study/power_law_runner.h"
#include "etude/study/study.h"

namespace etude::study {
namespace {

TEST(PowerLawRunner, GivesEverySeedTheSameAndEveryLengthItsOwn) {
  const Plan plan{.lr = *constant({.value = 0.1})};
  const std::array trials{Trial{.plan = plan, .steps = 30, .seed = 1}, Trial{.plan = plan, .steps = 30, .seed = 2},
                          Trial{.plan = plan, .steps = 60, .seed = 1, .curve_points = 3}};
  std::map<std::size_t, Outcome> outcomes;
  ASSERT_TRUE(power_law_runner({}, 2)(trials, [&](std::size_t i, const Outcome& outcome) -> Result<void> {
    outcomes[i] = outcome;
    return {};
  }));
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(to_text(outcomes[0]), to_text(outcomes[1]));
  EXPECT_LT(outcomes[2].final_loss, outcomes[0].final_loss);
  EXPECT_EQ(outcomes[2].curve.step, (std::vector<Step>{0, 30, 59}));
}

TEST(PowerLawRunner, TellsADifferenceOnOneSeed) {
  StudyOptions options{.steps = 30, .is_exact = true};
  const std::vector<Contender> contenders{{"high", {.lr = *constant({.value = 0.1})}},
                                          {"low", {.lr = *constant({.value = 0.01})}}};
  EXPECT_EQ(compare(contenders, power_law_runner({}), options)->pairs.at(0).p_holm, 0);
  options.is_exact = false;
  EXPECT_TRUE(compare(contenders, power_law_runner({}), options)->pairs.empty());
}

TEST(PowerLawRunner, RefusesATrialOfNoSteps) {
  const std::array trials{Trial{.plan = {.lr = *constant({.value = 0.1})}}};
  EXPECT_FALSE(power_law_runner({})(trials, [](std::size_t, const Outcome&) -> Result<void> { return {}; }));
}

}  // namespace
}  // namespace etude::study
