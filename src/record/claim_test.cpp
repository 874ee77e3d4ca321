#include "etude/record/claim.h"

#include <gtest/gtest.h>

#include <limits>

namespace etude {
namespace {

ClaimResult some_claim(Verdict ruling) {
  ClaimResult made{.id = "C04",
                   .place = "the post",
                   .statement = "one \"ends\" below",
                   .refuted_if = "it does not",
                   .task = "spirals",
                   .effort = "full",
                   .seeds = 30,
                   .depends_on = ruling == Verdict::depends ? "the task" : "",
                   .ruling = ruling,
                   .finding = "as it is"};
  made.arms = {{.name = "linear", .schedule = "linear(from=1)", .peak_from = "tuned", .peak = 1, .sum_lr = 50}};
  for (const Told told : {Told::as_claimed, Told::against, Told::undetected, Told::beside})
    made.effects.push_back({.where = "under noise",
                            .a = "linear",
                            .measure = "final_loss",
                            .claimed = "lower",
                            .value = 0.9,
                            .low = 0.8,
                            .high = 1,
                            .effect = -0.5,
                            .told = told});
  made.effects[2].b = "cosine";
  made.effects[2].seeds_to_tell = 40;
  made.effects[3].effect = -std::numeric_limits<double>::infinity();
  return made;
}

TEST(Claim, IsReadBackAsItWasWritten) {
  for (std::size_t i = 0; i < words<Verdict>.size(); ++i) {
    const ClaimResult claim = some_claim(static_cast<Verdict>(i));
    const std::string text = write_json(facts_json(claim));
    const auto read = read_claim(*read_json(text));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(write_json(facts_json(*read)), text);
    EXPECT_EQ(read->ruling, claim.ruling);
    EXPECT_EQ(read->depends_on, claim.depends_on);
    EXPECT_TRUE(std::isnan(read->effects[3].effect));
    for (std::size_t k = 0; k < claim.effects.size(); ++k) EXPECT_EQ(read->effects[k].told, claim.effects[k].told);
  }
}

TEST(Claim, ThatIsNoneIsRefused) {
  for (const auto& [text, why] :
       {std::pair{R"(3)", "no id"},
        {R"({"statement": "x"})", "no id"},
        {R"({"id": 4, "verdict": "refuted"})", "another kind"},
        {R"({"id": "C04"})", "it has no verdict"},
        {R"({"id": "C04", "verdict": "refutd"})", "did you mean refuted?"},
        {R"({"id": "C04", "verdict": "refuted", "effects": 3})", "another kind"},
        {R"({"id": "C04", "verdict": "refuted", "effects": [{}]})", "there is no finding"},
        {R"({"id": "C04", "verdict": "refuted", "effects": [{"finding": "for"}]})", "there is no finding"}}) {
    const auto read = read_claim(*read_json(text));
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().message.find(why), std::string::npos) << read.error().message;
  }
}

}  // namespace
}  // namespace etude
