// F23: where the rate would be halved, the batch is doubled.

#include "claims/conditions.h"
#include "etude/notation/notation.h"
#include "etude/schedule/seesaw.h"

namespace etude::claims {
namespace {

constexpr auto cosine = "cosine(from=0.5, steps=rest)";

/// The two sides of a budget: a cosine at batch 10, and what seesaw() makes of it.
std::vector<PlannedArm> arms_of(const std::string& rule, Step steps) {
  const auto plan = notation::parse_plan(cosine, {.steps = steps});
  const auto fewer = seesaw(*plan, {.steps = steps, .batch = 10});
  const std::string at = ", " + rule, setting = "optimizer=" + rule;
  return {{.name = "cosine" + at, .plan = cosine, .setting = setting + " steps=" + std::to_string(steps)},
          {.name = "Seesaw" + at,
           .plan = notation::print(fewer->plan),
           .setting = setting + " steps=" + std::to_string(fewer->steps),
           .peak = Peak::of_arm,
           .of = "cosine" + at}};
}

}  // namespace

Claim f23() {
  Claim claim{
      .id = "F23",
      .place = "Meterez et al. 2025 (Seesaw)",
      .statement =
          "For the same work in fewer updates: where a decay halves the rate, divide it by the root of 2 and "
          "double the batch; the loss ends the same.",
      .refuted_if =
          "At the cosine's own best peak, its Seesaw, of as many samples and 998 updates in place of 1,600, differs by "
          "more than 5 %.",
      .task = "spirals data=spirals:per_class=1000 batch=10 label-noise=0.1 hidden=32,32",
      .depends_on = "the optimizer",
      .grid = wide_grid};
  for (const std::string rule : {"adam", "sgd"}) {
    for (PlannedArm& arm : arms_of(rule, 1600)) claim.arms.push_back(std::move(arm));
    claim.effects.push_back(
        {.a = "Seesaw, " + rule, .b = "cosine, " + rule, .claimed = Claimed::same, .margin = 1.05, .where = rule});
  }
  return claim;
}

}  // namespace etude::claims
