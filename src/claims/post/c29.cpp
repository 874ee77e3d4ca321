// C29: the lowest and the final loss of restarts.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c29() {
  return {.id = "C29",
          .place = "the post, §7",
          .statement = "Restarts find the best loss on the way; the last restart pushes it around a bit.",
          .refuted_if =
              "The lowest loss of a run with restarts is not 2 % below that of each other schedule, or its final "
              "loss is not 2 % above its lowest.",
          .task = "spirals",
          .arms = {{.name = "constant", .plan = "constant(0.5)"},
                   {.name = "step", .plan = "step(from=0.5, gamma=0.5, period=100)"},
                   {.name = "exponential", .plan = "exponential(from=0.5, rate=0.99)"},
                   {.name = "cosine", .plan = "cosine(from=0.5, to=0.001, steps=rest)"},
                   {.name = "warm-up + cosine",
                    .plan = "warmup(to=0.5, steps=30) then cosine(from=0.5, to=0.001, steps=rest)"},
                   {.name = "restarts", .plan = "cosine_restarts(from=0.5, to=0.001, period=75, mult=2)"}},
          .effects = {{.a = "restarts", .b = "constant", .measure = "best_loss"},
                      {.a = "restarts", .b = "cosine", .measure = "best_loss"},
                      {.a = "restarts", .b = "warm-up + cosine", .measure = "best_loss"},
                      {.a = "restarts",
                       .b = "restarts",
                       .claimed = Claimed::higher,
                       .measure = "final_loss",
                       .beside = "best_loss"}}};
}

}  // namespace etude::claims
