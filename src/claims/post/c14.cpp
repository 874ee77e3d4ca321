// C14: the highest rate that trains, with and without warm-up.

#include "claims/conditions.h"

namespace etude::claims {

Claim c14() {
  return under_each(
      {{"pre-LN, 2 blocks, Adam", "pre-norm=yes blocks=2 optimizer=adam"},
       {"post-LN, 2 blocks, Adam", "pre-norm=no blocks=2 optimizer=adam"},
       {"pre-LN, 6 blocks, Adam", "pre-norm=yes blocks=6 optimizer=adam"},
       {"post-LN, 6 blocks, Adam", "pre-norm=no blocks=6 optimizer=adam"},
       {"pre-LN, 2 blocks, SGD", "pre-norm=yes blocks=2 optimizer=momentum"},
       {"post-LN, 2 blocks, SGD", "pre-norm=no blocks=2 optimizer=momentum"},
       {"pre-LN, 6 blocks, SGD", "pre-norm=yes blocks=6 optimizer=momentum"},
       {"post-LN, 6 blocks, SGD", "pre-norm=no blocks=6 optimizer=momentum"}},
      "norm, depth and optimizer",
      {.id = "C14",
       .place = "the post, §4",
       .statement =
           "A transformer trained with a high rate from step one will almost certainly diverge; warm-up is the fix.",
       .refuted_if = "Warm-up over a fifth of the run does not raise the highest rate that trains at least twofold.",
       .task = "text width=16 heads=2 context=16 batch=8 limit=100 steps=60 clip=0",
       .arms = {{.name = "warm-up",
                 .plan = "warmup(to=0.5, steps=20%) then linear(from=0.5, steps=rest)",
                 .peak = Peak::swept},
                {.name = "none", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::swept}},
       .effects = {{.a = "warm-up", .b = "none", .claimed = Claimed::higher, .measure = "edge", .margin = 2.0}},
       .grid = {0.004, 4, 2}});
}

}  // namespace etude::claims
