// C04: the classic decays beside a constant at a fifth of their peak, and beside one at its own.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c04() {
  const std::vector<std::string> decays{"step", "exponential", "inverse sqrt"},
      all{"constant", "step", "exponential", "inverse sqrt"};
  Claim claim{.id = "C04",
              .place = "the post, §2",
              .statement =
                  "Step decay ends at .0891, exponential at .1047, inverse square root at .1253; all three beat the "
                  "constant.",
              .refuted_if =
                  "Another loss in the fourth digit; or a decay that does not end at least 2 % below the constant, at "
                  "the post's rates or with each at its own tuned peak.",
              .task = "spirals",
              .arms = joined(post_schedules(At::as_written, decays), post_schedules(At::its_rates, all),
                             post_schedules(At::own_peak, all)),
              .effects = printed_losses({{"step", 0.0891}, {"exponential", 0.1047}, {"inverse sqrt", 0.1253}}),
              .depends_on = "whose peaks are compared"};
  for (const At at : {At::its_rates, At::own_peak})
    for (const std::string& decay : decays) claim.effects = joined(claim.effects, below_each(at, decay, {"constant"}));
  return claim;
}

}  // namespace etude::claims
