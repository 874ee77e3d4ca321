// F08: three shapes with one sum.

#include "claims/conditions.h"

namespace etude::claims {

Claim f08() {
  return under_each({{"full batch", "hidden=32,32"},
                     {"noisy mini-batches, SGD", noisy_setting},
                     {"noisy mini-batches, AdamW", "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
                    "the noise of the gradient",
                    {.id = "F08",
                     .place = "practice",
                     .statement = "At an equal sum of rates the shape of the schedule does not matter.",
                     .refuted_if = "With the sum of rates of the tuned linear decay, the constant or cosine to 10 % "
                                   "differs from it by more than 5 %.",
                     .task = "spirals",
                     .arms = {{.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                              {.name = "constant", .plan = "constant(0.5)", .peak = Peak::same_sum, .of = "linear"},
                              {.name = "cosine to 10 %",
                               .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                               .peak = Peak::same_sum,
                               .of = "linear"}},
                     .effects = {{.a = "constant", .b = "linear", .claimed = Claimed::same, .margin = 1.05},
                                 {.a = "cosine to 10 %", .b = "linear", .claimed = Claimed::same, .margin = 1.05}},
                     .grid = wide_grid});
}

}  // namespace etude::claims
