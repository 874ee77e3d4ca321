// C02: what the rate of 1.0 does, over seeds.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c02() {
  return {
      .id = "C02",
      .place = "the post, §1",
      .statement = "A rate that is too high lets the loss oscillate and hover near random chance, ln 3.",
      .refuted_if = "At the rate of 1.0 most runs diverge, or the final loss is not within a tenth of ln 3 = 1.0986.",
      .task = "spirals",
      .arms =
          {{.name = "1.0, as written", .plan = "constant(1)", .setting = "backward=as-written", .peak = Peak::given},
           {.name = "1.0, corrected", .plan = "constant(1)", .peak = Peak::given}},
      .effects = {{.a = "1.0, as written",
                   .measure = "diverged",
                   .reference = 0.9,
                   .margin = 0.6,
                   .is_ratio = false,
                   .where = "the backward pass as written"},
                  {.a = "1.0, corrected",
                   .claimed = Claimed::same,
                   .reference = 1.0986122886681098,
                   .margin = 1.1,
                   .where = "the corrected backward pass"}},
      .depends_on = "the backward pass"};
}

}  // namespace etude::claims
