// An outcome as text, and back to the bit.

#include "etude/record/outcome.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "support/not_finite.h"

namespace etude::inline record {
namespace {

std::vector<Outcome> outcomes() {
  return {
      {},
      {.final_loss = 0.1, .tail_loss = 0.3, .best_loss = 1e-300, .heldout_loss = 3, .heldout_accuracy = 1, .steps = 7},
      {.final_loss = 5e-324, .best_loss = -0.0, .converged_at = 0, .diverged_at = 12, .steps = 13},
      {.steps = 3, .failure = "it said \"no\"\nand left \\ \t\x01", .curve = {{0, 2}, {0.30000000000000004, nan}}},
      {.steps = 2, .metrics = {{"accuracy", 0.9, 0.1, 0.95}, {"val \"f1\"", nan, 5e-324, 1e300}}},
      {.final_loss = 1.7976931348623157e308, .steps = Step{1} << 62, .curve = {{(Step{1} << 62) - 1}, {2}}}};
}

void expect_same(double a, double b) {
  EXPECT_TRUE(std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b))
      << a << " and " << b;
}

TEST(Outcome, ComesBackFromItsTextToTheBit) {
  for (const Outcome& outcome : outcomes()) {
    const std::string text = to_text(outcome);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto back = outcome_from_text(text);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(to_text(*back), text);
    expect_same(outcome.final_loss, back->final_loss);
    expect_same(outcome.tail_loss, back->tail_loss);
    expect_same(outcome.best_loss, back->best_loss);
    expect_same(outcome.heldout_loss, back->heldout_loss);
    expect_same(outcome.heldout_accuracy, back->heldout_accuracy);
    EXPECT_EQ(outcome.converged_at, back->converged_at);
    EXPECT_EQ(outcome.diverged_at, back->diverged_at);
    EXPECT_EQ(outcome.steps, back->steps);
    EXPECT_EQ(outcome.failure, back->failure);
    ASSERT_EQ(outcome.metrics.size(), back->metrics.size());
    for (std::size_t i = 0; i < outcome.metrics.size(); ++i) {
      const Metric &metric = outcome.metrics[i], &read = back->metrics[i];
      EXPECT_EQ(metric.name, read.name);
      expect_same(metric.last, read.last);
      expect_same(metric.lowest, read.lowest);
      expect_same(metric.highest, read.highest);
    }
    EXPECT_EQ(outcome.curve.step, back->curve.step);
    ASSERT_EQ(outcome.curve.loss.size(), back->curve.loss.size());
    for (std::size_t i = 0; i < outcome.curve.loss.size(); ++i) expect_same(outcome.curve.loss[i], back->curve.loss[i]);
  }
}

TEST(Outcome, LosesEveryTextThatIsCutShort) {
  for (const Outcome& outcome : outcomes()) {
    const std::string text = to_text(outcome);
    for (std::size_t size = 0; size < text.size(); ++size)
      EXPECT_FALSE(outcome_from_text(std::string_view(text).substr(0, size))) << size << " of " << text;
  }
}

TEST(Outcome, IsReadFromNoOtherText) {
  for (const char* text : {"",
                           "3",
                           "null",
                           "[]",
                           "{}",
                           "steps",
                           R"({"steps": "3"})",
                           R"({"steps": 3.5})",
                           R"({"steps": -1})",
                           R"({"steps": null})",
                           R"({"steps": 3} {"steps": 3})",
                           R"({"steps": 3, "final_loss": "low"})",
                           R"({"steps": 3, "final_loss": [1]})",
                           R"({"steps": 3, "best_loss": 1e999})",
                           R"({"steps": 3, "converged_at": 1.5})",
                           R"({"steps": 3, "diverged_at": true})",
                           R"({"steps": 3, "failure": 7})",
                           R"({"steps": 3, "metrics": 0.9})",
                           R"({"steps": 3, "metrics": [0.9]})",
                           R"({"steps": 3, "metrics": [{"last": 1}]})",
                           R"({"steps": 3, "metrics": [{"name": "a", "last": "1"}]})",
                           R"({"steps": 3, "metrics": [{"name": "a", "last": 1}, {"name": "a", "last": 2}]})",
                           R"({"steps": 3, "step": [0]})",
                           R"({"steps": 3, "loss": [0]})",
                           R"({"steps": 3, "step": [0, 1], "loss": [0]})",
                           R"({"steps": 3, "step": [0, 0], "loss": [1, 1]})",
                           R"({"steps": 3, "step": [1, 0], "loss": [1, 1]})",
                           R"({"steps": 3, "step": [3], "loss": [1]})",
                           R"({"steps": 3, "step": [-1], "loss": [1]})",
                           R"({"steps": 3, "step": [1.5], "loss": [1]})",
                           R"({"steps": 3, "step": [1], "loss": ["low"]})",
                           R"({"steps": 3, "step": {"0": 1}, "loss": [1]})",
                           "{\"steps\": 3, \"failure\": \"\xff\"}"})
    EXPECT_FALSE(outcome_from_text(text)) << text;
}

TEST(Record, ItsFinalLossIsThatOfAllSamplesWhereItIsKnown) {
  Record record{.first = 0, .lr = {1, 1}, .loss = {3, 2}, .diverged_at = {}, .heldout = {}, .measurements = {}};
  EXPECT_EQ(record.final_loss(), 2);
  record.trained_loss = 1.5;
  EXPECT_EQ(record.final_loss(), 1.5);
  record.diverged_at = 2;
  EXPECT_TRUE(std::isnan(record.final_loss()));
}

}  // namespace
}  // namespace etude::record
