// F14: the floor of a cosine.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f14() {
  return {.id = "F14",
          .place = "practice; MLPerf GPT-3",
          .statement = "A final rate of a tenth of the peak costs nothing beside a decay to zero.",
          .refuted_if = "Each at its own peak, cosine to 10 % differs from cosine to zero by more than 2 %.",
          .task = "spirals",
          .arms = {{.name = "cosine to 10 %, noisy mini-batches, SGD",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 0, noisy mini-batches, SGD",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 10 %, noisy mini-batches, AdamW",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 0, noisy mini-batches, AdamW",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 10 %, noisy mini-batches, 1,600 steps",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "cosine to 0, noisy mini-batches, 1,600 steps",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "cosine to 10 %, noisy mini-batches, SGD",
                       .b = "cosine to 0, noisy mini-batches, SGD",
                       .claimed = Claimed::same,
                       .margin = 1.02,
                       .where = "noisy mini-batches, SGD"},
                      {.a = "cosine to 10 %, noisy mini-batches, AdamW",
                       .b = "cosine to 0, noisy mini-batches, AdamW",
                       .claimed = Claimed::same,
                       .margin = 1.02,
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "cosine to 10 %, noisy mini-batches, 1,600 steps",
                       .b = "cosine to 0, noisy mini-batches, 1,600 steps",
                       .claimed = Claimed::same,
                       .margin = 1.02,
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
