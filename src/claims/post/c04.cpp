// C04: the classic decays beside a constant at a fifth of their peak, and beside one at its own.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c04() {
  return about_the_table(
      {.printed = {{"step", 0.0891}, {"exponential", 0.1047}, {"inverse sqrt", 0.1253}},
       .below = {{"step", "constant"}, {"exponential", "constant"}, {"inverse sqrt", "constant"}}},
      {.id = "C04",
       .place = "the post, §2",
       .statement = "Step decay ends at .0891, exponential at .1047, inverse square root at .1253; all three beat the "
                    "constant.",
       .refuted_if = "Another loss in the fourth digit; or a decay that does not end at least 2 % below the constant, "
                     "at the post's rates or with each at its own tuned peak.",
       .task = "spirals"});
}

}  // namespace etude::claims
