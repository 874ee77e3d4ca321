// C28: the table of the post, as printed and each at its own peak.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c28() {
  const std::string own = "warm-up + cosine";
  return about_the_table(
      {.printed = {{"constant", 0.1842},
                   {"step", 0.0891},
                   {"exponential", 0.1047},
                   {"cosine", 0.0724},
                   {own, 0.0542},
                   {"restarts", 0.0681}},
       .below = {{own, "constant"}, {own, "step"}, {own, "exponential"}, {own, "cosine"}, {own, "restarts"}}},
      {.id = "C28",
       .place = "the post, §7",
       .statement =
           "The table: .1842, .0891, .1047, .0724, .0542, .0681; warm-up + cosine achieves the best final loss.",
       .refuted_if = "Another loss in the fourth digit; or warm-up + cosine does not end 2 % below each of the others, "
                     "at the post's rates or each at its tuned peak.",
       .task = "spirals"});
}

}  // namespace etude::claims
