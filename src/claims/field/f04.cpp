// F04: a power decay beside cosine.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f04() {
  return {.id = "F04",
          .place = "Shen et al. 2024 (Power Scheduler)",
          .statement = "A power decay with a cooldown does as well as cosine, whatever the budget.",
          .refuted_if =
              "Each at its own peak, a fall as the inverse root with a cooldown over the last fifth differs from "
              "cosine to zero by more than 5 %.",
          .task = "spirals",
          .arms = {{.name = "power, noisy mini-batches, SGD",
                    .plan = "power_cool(peak=0.5, steps=100%, decay=20%)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine, noisy mini-batches, SGD",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "power, noisy mini-batches, AdamW",
                    .plan = "power_cool(peak=0.5, steps=100%, decay=20%)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine, noisy mini-batches, AdamW",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "power, noisy mini-batches, 1,600 steps",
                    .plan = "power_cool(peak=0.5, steps=100%, decay=20%)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "cosine, noisy mini-batches, 1,600 steps",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "power, noisy mini-batches, SGD",
                       .b = "cosine, noisy mini-batches, SGD",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, SGD"},
                      {.a = "power, noisy mini-batches, AdamW",
                       .b = "cosine, noisy mini-batches, AdamW",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "power, noisy mini-batches, 1,600 steps",
                       .b = "cosine, noisy mini-batches, 1,600 steps",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
