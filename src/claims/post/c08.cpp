// C08: cosine beside the classic decays.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c08() {
  const std::vector<std::string> classic{"step", "exponential", "inverse sqrt"},
      all{"cosine", "step", "exponential", "inverse sqrt"};
  return {.id = "C08",
          .place = "the post, §3",
          .statement = "Cosine ends at .0724 and with restarts at .0681; cosine surpasses every classic schedule.",
          .refuted_if =
              "Another loss in the fourth digit; or cosine does not end at least 2 % below step, exponential and "
              "inverse square root, at the post's rates or each at its tuned peak.",
          .task = "spirals",
          .arms = joined(post_schedules(At::as_written, {"cosine", "restarts"}), post_schedules(At::its_rates, all),
                         post_schedules(At::own_peak, all)),
          .effects = joined(printed_losses({{"cosine", 0.0724}, {"restarts", 0.0681}}),
                            below_each(At::its_rates, "cosine", classic), below_each(At::own_peak, "cosine", classic)),
          .depends_on = "whose peaks are compared"};
}

}  // namespace etude::claims
