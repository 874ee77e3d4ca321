// C34: how far the first update goes under two rates.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c34() {
  return {.id = "C34",
          .place = "the post, §8",
          .statement =
              "The schedule is Adam's global scale: it multiplies the adaptive rates and leaves their relative sizes "
              "alone.",
          .refuted_if = "Twice the rate does not move the parameters twice as far in the first update.",
          .task = "spirals optimizer=adam batch=20 steps=2",
          .arms = {{.name = "0.001", .plan = "constant(0.001)", .peak = Peak::given},
                   {.name = "0.002", .plan = "constant(0.002)", .peak = Peak::given}},
          .effects = {{.a = "0.002",
                       .b = "0.001",
                       .claimed = Claimed::same,
                       .measure = "first_update",
                       .reference = 2.0,
                       .margin = 1.000001}},
          .probe = "first-update"};
}

}  // namespace etude::claims
