// F03: two shapes of a cooldown.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f03() {
  return {.id = "F03",
          .place = "Hägele et al. 2024",
          .statement = "A cooldown by 1 - sqrt is better than a linear one.",
          .refuted_if =
              "Each at its own peak, the 1 - sqrt cooldown over the last fifth does not end 1 % below the linear "
              "one.",
          .task = "spirals",
          .arms = {{.name = "1 - sqrt, noisy mini-batches, SGD",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "linear, noisy mini-batches, SGD",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "1 - sqrt, noisy mini-batches, AdamW",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "linear, noisy mini-batches, AdamW",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "1 - sqrt, noisy mini-batches, 1,600 steps",
                    .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"},
                   {.name = "linear, noisy mini-batches, 1,600 steps",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=1600"}},
          .effects = {{.a = "1 - sqrt, noisy mini-batches, SGD",
                       .b = "linear, noisy mini-batches, SGD",
                       .margin = 1.01,
                       .where = "noisy mini-batches, SGD"},
                      {.a = "1 - sqrt, noisy mini-batches, AdamW",
                       .b = "linear, noisy mini-batches, AdamW",
                       .margin = 1.01,
                       .where = "noisy mini-batches, AdamW"},
                      {.a = "1 - sqrt, noisy mini-batches, 1,600 steps",
                       .b = "linear, noisy mini-batches, 1,600 steps",
                       .margin = 1.01,
                       .where = "noisy mini-batches, 1,600 steps"}},
          .depends_on = "the task",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
