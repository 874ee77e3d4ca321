// C30: when the runs of the post come within 5 % of their best.

#include "claims/post/schedules.h"

namespace etude::claims {

Claim c30() {
  const std::vector<std::pair<std::string, double>> printed{{"constant", 298},         {"step", 278},
                                                            {"exponential", 290},      {"cosine", 285},
                                                            {"warm-up + cosine", 268}, {"restarts", 242}};
  Claim claim{.id = "C30",
              .place = "the post, §7",
              .statement = "Converged @: 298, 278, 290, 285, 268 and 242 epochs.",
              .refuted_if =
                  "The first step within 5 % of the run's own best loss is another. (The measure says little: who ends "
                  "high converges early.)",
              .task = "spirals",
              .effects = printed_losses(printed)};
  for (const auto& [name, step] : printed) claim.arms = joined(claim.arms, post_schedules(At::as_written, {name}));
  for (PlannedEffect& effect : claim.effects) effect.measure = "converged_at", effect.where = "";
  return claim;
}

}  // namespace etude::claims
