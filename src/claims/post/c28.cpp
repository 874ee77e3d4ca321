// C28: the table of the post, as printed and each at its own peak.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c28() {
  const std::vector<std::string> all{"constant", "step", "exponential", "cosine", "warm-up + cosine", "restarts"},
      others{"constant", "step", "exponential", "cosine", "restarts"};
  return {.id = "C28",
          .place = "the post, §7",
          .statement =
              "The table: .1842, .0891, .1047, .0724, .0542, .0681; warm-up + cosine achieves the best final loss.",
          .refuted_if =
              "Another loss in the fourth digit; or warm-up + cosine does not end 2 % below each of the others, at "
              "the post's rates or each at its tuned peak.",
          .task = "spirals",
          .arms = joined(post_schedules(At::as_written, all), post_schedules(At::its_rates, all),
                         post_schedules(At::own_peak, all)),
          .effects = joined(printed_losses({{"constant", 0.1842},
                                            {"step", 0.0891},
                                            {"exponential", 0.1047},
                                            {"cosine", 0.0724},
                                            {"warm-up + cosine", 0.0542},
                                            {"restarts", 0.0681}}),
                            below_each(At::its_rates, "warm-up + cosine", others),
                            below_each(At::own_peak, "warm-up + cosine", others)),
          .depends_on = "whose peaks are compared"};
}

}  // namespace etude::claims
