// F02: a constant with a cooldown beside cosine.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f02() {
  return {.id = "F02",
          .place = "Hägele et al. 2024; Hu et al. 2024",
          .statement = "Warm-up, stable, decay matches cosine at an equal budget.",
          .refuted_if =
              "Each at its own peak, a constant with a cooldown over the last fifth differs from cosine to zero by "
              "more than 5 %.",
          .task = "spirals",
          .arms = {{.name = "wsd, noisy mini-batches, SGD",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine, noisy mini-batches, SGD",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "wsd, noisy mini-batches, AdamW",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine, noisy mini-batches, AdamW",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "wsd, noisy mini-batches, 1,600 steps",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "cosine, noisy mini-batches, 1,600 steps",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "wsd, noisy mini-batches, SGD",
                       .b = "cosine, noisy mini-batches, SGD",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, SGD"},
                      {.a = "wsd, noisy mini-batches, AdamW",
                       .b = "cosine, noisy mini-batches, AdamW",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "wsd, noisy mini-batches, 1,600 steps",
                       .b = "cosine, noisy mini-batches, 1,600 steps",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
