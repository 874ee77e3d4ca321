// F01: straight to zero beside the default of language models.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f01() {
  return {.id = "F01",
          .place = "Bergsma et al. 2025; Defazio et al. 2023",
          .statement = "Linear decay to zero ends below cosine to a tenth.",
          .refuted_if = "Each at its own peak, linear to zero does not end 2 % below cosine to 10 %.",
          .task = "spirals",
          .arms = {{.name = "linear to 0, noisy mini-batches, SGD",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 10 %, noisy mini-batches, SGD",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "linear to 0, noisy mini-batches, AdamW",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine to 10 %, noisy mini-batches, AdamW",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "linear to 0, noisy mini-batches, 1,600 steps",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "cosine to 10 %, noisy mini-batches, 1,600 steps",
                    .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "linear to 0, noisy mini-batches, SGD",
                       .b = "cosine to 10 %, noisy mini-batches, SGD",
                       .where = "noisy mini-batches, SGD"},
                      {.a = "linear to 0, noisy mini-batches, AdamW",
                       .b = "cosine to 10 %, noisy mini-batches, AdamW",
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "linear to 0, noisy mini-batches, 1,600 steps",
                       .b = "cosine to 10 %, noisy mini-batches, 1,600 steps",
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
