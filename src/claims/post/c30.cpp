// C30: when the runs of the grand comparison come near their own best.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c30() {
  return {
      .id = "C30",
      .place = "the post, §7",
      .statement = "Converged @: 298, 278, 290, 285, 268 and 242 epochs.",
      .refuted_if =
          "The first step within 5 % of the run's own best loss is another. (The measure says little: who ends "
          "high converges early.)",
      .task = "spirals backward=as-written",
      .arms = {{.name = "constant", .plan = "constant(0.01)", .peak = Peak::given},
               {.name = "step", .plan = "step(from=0.05, gamma=0.5, period=100)", .peak = Peak::given},
               {.name = "exponential", .plan = "exponential(from=0.05, rate=0.99)", .peak = Peak::given},
               {.name = "cosine", .plan = "cosine(from=0.05, to=0.0001, steps=300)", .peak = Peak::given},
               {.name = "warm-up + cosine",
                .plan = "warmup(to=0.05, steps=30) then cosine(from=0.05, to=0.0001, steps=270)",
                .peak = Peak::given},
               {.name = "restarts",
                .plan = "cosine_restarts(from=0.05, to=0.0001, period=75, mult=2)",
                .peak = Peak::given}},
      .effects = {{.a = "constant", .claimed = Claimed::printed, .measure = "converged_at", .reference = 298.0},
                  {.a = "step", .claimed = Claimed::printed, .measure = "converged_at", .reference = 278.0},
                  {.a = "exponential", .claimed = Claimed::printed, .measure = "converged_at", .reference = 290.0},
                  {.a = "cosine", .claimed = Claimed::printed, .measure = "converged_at", .reference = 285.0},
                  {.a = "warm-up + cosine", .claimed = Claimed::printed, .measure = "converged_at", .reference = 268.0},
                  {.a = "restarts", .claimed = Claimed::printed, .measure = "converged_at", .reference = 242.0}}};
}

}  // namespace etude::claims
