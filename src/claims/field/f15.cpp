// F15: two lengths of a cooldown.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f15() {
  return {.id = "F15",
          .place = "Hägele et al. 2024; modded-nanogpt",
          .statement = "A longer cooldown is better, up to more than half of the run.",
          .refuted_if =
              "Each at its own peak, a linear cooldown over 60 % of the run does not end 2 % below one over 20 %.",
          .task = "spirals",
          .arms = {{.name = "60 %, noisy mini-batches, SGD",
                    .plan = "constant(0.5, steps=40%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "20 %, noisy mini-batches, SGD",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "60 %, noisy mini-batches, AdamW",
                    .plan = "constant(0.5, steps=40%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "20 %, noisy mini-batches, AdamW",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "60 %, noisy mini-batches, 1,600 steps",
                    .plan = "constant(0.5, steps=40%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "20 %, noisy mini-batches, 1,600 steps",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "60 %, noisy mini-batches, SGD",
                       .b = "20 %, noisy mini-batches, SGD",
                       .where = "noisy mini-batches, SGD"},
                      {.a = "60 %, noisy mini-batches, AdamW",
                       .b = "20 %, noisy mini-batches, AdamW",
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "60 %, noisy mini-batches, 1,600 steps",
                       .b = "20 %, noisy mini-batches, 1,600 steps",
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
