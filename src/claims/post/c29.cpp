// C29: the lowest and the final loss of restarts.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c29() {
  const std::vector<std::string> others{"constant", "step", "exponential", "cosine", "warm-up + cosine"};
  Claim claim{.id = "C29",
              .place = "the post, §7",
              .statement = "Restarts find the best loss on the way; the last restart pushes it around a bit.",
              .refuted_if =
                  "Each at its own peak, the lowest loss of a run with restarts is not 2 % below that of each other "
                  "schedule of the table, or its final "
                  "loss is not 2 % above its lowest.",
              .task = "spirals",
              .arms = post_schedules(At::own_peak, joined(others, {"restarts"}))};
  for (const std::string& other : others)
    claim.effects.push_back({.a = "restarts", .b = other, .measure = "best_loss"});
  claim.effects.push_back(
      {.a = "restarts", .b = "restarts", .claimed = Claimed::higher, .measure = "final_loss", .beside = "best_loss"});
  return claim;
}

}  // namespace etude::claims
