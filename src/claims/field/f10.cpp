// F10: warm-up by update rule.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f10() {
  return {.id = "F10",
          .place = "Kalra and Barkeshli 2024; practice",
          .statement = "Warm-up helps whatever the update rule.",
          .refuted_if = "Each at its own peak, warm-up over a tenth of the run does not end 2 % below none.",
          .task = "spirals",
          .arms = {{.name = "warm-up, SGD with momentum",
                    .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=momentum batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "none, SGD with momentum",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=momentum batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "warm-up, Adam",
                    .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "none, Adam",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "warm-up, Lion",
                    .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=lion batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "none, Lion",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=lion batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
          .effects = {{.a = "warm-up, SGD with momentum", .b = "none, SGD with momentum", .where = "SGD with momentum"},
                      {.a = "warm-up, Adam", .b = "none, Adam", .where = "Adam"},
                      {.a = "warm-up, Lion", .b = "none, Lion", .where = "Lion"}},
          .depends_on = "the update rule",
          .grid = {0.0005, 0.64, 1.4142135623730951}};
}

}  // namespace etude::claims
