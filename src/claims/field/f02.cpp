// F02: a constant with a cooldown beside cosine.

#include "claims/conditions.h"

namespace etude::claims {

Claim f02() {
  return under_each(
      noisy_conditions(), "the task",
      {.id = "F02",
       .place = "Hägele et al. 2024; Hu et al. 2024",
       .statement = "Warm-up, stable, decay matches cosine at an equal budget.",
       .refuted_if = "Each at its own peak, a constant with a cooldown over the last fifth differs from cosine to zero "
                     "by more than 5 %.",
       .task = "spirals",
       .arms = {{.name = "wsd",
                 .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "wsd", .b = "cosine", .claimed = Claimed::same, .margin = 1.05}},
       .grid = wide_grid});
}

}  // namespace etude::claims
