#include "etude/record/outcome.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/not_finite.h"

namespace etude::inline record {
namespace {

TEST(Outcomes, ThinTheirCurveEvenlyWithBothEnds) {
  const struct {
    Step steps;
    std::size_t points;
    std::vector<Step> expected;
  } cases[] = {{0, 5, {}},        {3, 0, {}},        {7, 1, {6}},         {7, 2, {0, 6}}, {7, 4, {0, 2, 4, 6}},
               {3, 3, {0, 1, 2}}, {3, 9, {0, 1, 2}}, {11, 3, {0, 5, 10}}, {1, 4, {0}},    {6, 3, {0, 3, 5}}};
  for (const auto& c : cases) EXPECT_EQ(curve_steps(c.steps, c.points), c.expected) << c.steps << " " << c.points;
  EXPECT_FALSE(with_points({.steps = Step{1} << 60, .curve = {{0, 5}, {1, 1}}}, no_limit));
  EXPECT_FALSE(with_points({.steps = Step{1} << 60, .curve = {{0, 5}, {1, 1}}}, 2));
}

TEST(Outcomes, HaveTheMeanLossOfTheLastTwoFifthsOfTheSteps) {
  const struct {
    std::vector<double> losses;
    double tail;
  } cases[] = {{{}, nan},
               {{7}, 7},
               {{9, 7}, 7},
               {{9, 7, 5}, 6},
               {{9, 9, 9, 7, 5}, 6},
               {{9, 9, 9, 9, 9, 9, 3, 4, 5, 4}, 4},
               {{9, 1e308, 1e308}, nan}};
  for (const auto& c : cases) {
    Record record;
    record.loss = c.losses;
    const double tail = outcome_of(record, 0).tail_loss;
    EXPECT_TRUE(tail == c.tail || (std::isnan(tail) && std::isnan(c.tail))) << tail << " for " << c.tail;
    record.diverged_at = 0;
    EXPECT_TRUE(std::isnan(outcome_of(record, 0).tail_loss));
  }
}

TEST(Outcomes, HaveNoLossThatIsNotFinite) {
  const double inf = std::numeric_limits<double>::infinity();
  const Record record{
      .first = 0, .lr = {1, 1}, .loss = {2, 1}, .diverged_at = {}, .heldout = {{2, inf, 0.5}}, .measurements = {}};
  const Outcome outcome = outcome_of(record, 2);
  EXPECT_EQ(outcome.final_loss, 1);
  EXPECT_TRUE(std::isnan(outcome.heldout_loss));
  EXPECT_TRUE(std::isnan(outcome.heldout_accuracy));
  EXPECT_EQ(outcome_of({.first = 0, .lr = {}, .loss = {3, nan}, .diverged_at = 1, .heldout = {}, .measurements = {}}, 0)
                .best_loss,
            3);
}

}  // namespace
}  // namespace etude::record
