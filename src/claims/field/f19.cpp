// F19: the post's schedules, and two of today's, where the gradient has noise.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f19() {
  return {
      .id = "F19",
      .place = "the post, §7, with mini-batches",
      .statement = "With noisy mini-batches, too, warm-up + cosine ends below every other schedule.",
      .refuted_if = "Each at its own peak, warm-up + cosine does not end 2 % below each of eight others.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
      .arms = {{.name = "constant", .plan = "constant(0.5)"},
               {.name = "step", .plan = "step(from=0.5, gamma=0.5, period=134)"},
               {.name = "exponential", .plan = "exponential(from=0.5, rate=0.9925)"},
               {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"},
               {.name = "warm-up + cosine", .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)"},
               {.name = "restarts",
                .plan =
                    "cosine(from=0.5, steps=14%) then cosine(from=0.5, steps=29%) then cosine(from=0.5, steps=rest)"},
               {.name = "1-cycle", .plan = "one_cycle(peak=0.5, steps=100%)"},
               {.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
               {.name = "wsd", .plan = "constant(0.5, steps=60%) then linear(from=0.5, steps=rest)"}},
      .effects = {{.a = "warm-up + cosine", .b = "constant"},
                  {.a = "warm-up + cosine", .b = "step"},
                  {.a = "warm-up + cosine", .b = "exponential"},
                  {.a = "warm-up + cosine", .b = "cosine"},
                  {.a = "warm-up + cosine", .b = "restarts"},
                  {.a = "warm-up + cosine", .b = "1-cycle"},
                  {.a = "warm-up + cosine", .b = "linear"},
                  {.a = "warm-up + cosine", .b = "wsd"}},
      .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
