// C02: what the rate of 1.0 does, over seeds.

#include "claims/conditions.h"

namespace etude::claims {

Claim c02() {
  return under_each(
      {{"the backward pass as written", "backward=as-written"}, {"the corrected backward pass", ""}},
      "the backward pass",
      {.id = "C02",
       .place = "the post, §1",
       .statement = "A rate that is too high lets the loss oscillate and hover near random chance, ln 3.",
       .refuted_if =
           "At the rate of 1.0 more than a quarter of the runs diverge, or the final loss is more than a tenth "
           "off ln 3 = 1.0986.",
       .task = "spirals",
       .arms = {{.name = "1.0", .plan = "constant(1)", .peak = Peak::given}},
       .effects = {{.a = "1.0", .measure = "diverged", .reference = 0.85, .margin = 0.6, .is_ratio = false},
                   {.a = "1.0", .claimed = Claimed::same, .reference = 1.0986122886681098, .margin = 1.1}}});
}

}  // namespace etude::claims
