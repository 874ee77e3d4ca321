// F10: warm-up by update rule.

#include "claims/conditions.h"

namespace etude::claims {

Claim f10() {
  return under_each(
      {{"SGD with momentum", "optimizer=momentum batch=20 label-noise=0.1 hidden=32,32 steps=400"},
       {"Adam", "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
       {"Lion", "optimizer=lion batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
      "the update rule",
      {.id = "F10",
       .place = "Kalra and Barkeshli 2024; practice",
       .statement = "Warm-up helps whatever the update rule.",
       .refuted_if = "Each at its own peak, warm-up over a tenth of the run does not end 2 % below none.",
       .task = "spirals",
       .arms = {{.name = "warm-up", .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)"},
                {.name = "none", .plan = "linear(from=0.5, steps=rest)"}},
       .effects = {{.a = "warm-up", .b = "none"}},
       .grid = {0.0005, 0.64, 1.4142135623730951}});
}

}  // namespace etude::claims
