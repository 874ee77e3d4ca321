// F05: restarts beside one cosine.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f05() {
  return {
      .id = "F05",
      .place = "Loshchilov and Hutter 2016",
      .statement = "Warm restarts end lower than one decay over the same budget.",
      .refuted_if =
          "Each at its own peak, cosine with restarts after 1/7 and 3/7 of the run does not end 2 % below one "
          "cosine.",
      .task = "spirals",
      .arms =
          {{.name = "restarts, noisy mini-batches, SGD",
            .plan = "cosine(from=0.5, steps=14%) then cosine(from=0.5, steps=29%) then cosine(from=0.5, steps=rest)",
            .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
           {.name = "cosine, noisy mini-batches, SGD",
            .plan = "cosine(from=0.5, steps=rest)",
            .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
           {.name = "restarts, noisy mini-batches, AdamW",
            .plan = "cosine(from=0.5, steps=14%) then cosine(from=0.5, steps=29%) then cosine(from=0.5, steps=rest)",
            .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
           {.name = "cosine, noisy mini-batches, AdamW",
            .plan = "cosine(from=0.5, steps=rest)",
            .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
           {.name = "restarts, noisy mini-batches, 1,600 steps",
            .plan = "cosine(from=0.5, steps=14%) then cosine(from=0.5, steps=29%) then cosine(from=0.5, steps=rest)",
            .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
           {.name = "cosine, noisy mini-batches, 1,600 steps",
            .plan = "cosine(from=0.5, steps=rest)",
            .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
      .effects = {{.a = "restarts, noisy mini-batches, SGD",
                   .b = "cosine, noisy mini-batches, SGD",
                   .where = "noisy mini-batches, SGD"},
                  {.a = "restarts, noisy mini-batches, AdamW",
                   .b = "cosine, noisy mini-batches, AdamW",
                   .where = "noisy mini-batches, AdamW"},
                  {.a = "restarts, noisy mini-batches, 1,600 steps",
                   .b = "cosine, noisy mini-batches, 1,600 steps",
                   .where = "noisy mini-batches, 1,600 steps"}},
      .depends_on = "the task",
      .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
