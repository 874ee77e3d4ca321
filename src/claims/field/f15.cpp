// F15: two lengths of a cooldown.

#include "claims/conditions.h"

namespace etude::claims {

Claim f15() {
  return under_each(
      noisy_conditions(), "the task",
      {.id = "F15",
       .place = "Hägele et al. 2024; modded-nanogpt",
       .statement = "A longer cooldown is better, up to more than half of the run.",
       .refuted_if =
           "Each at its own peak, a linear cooldown over 60 % of the run does not end 2 % below one over 20 %.",
       .task = "spirals",
       .arms = {{.name = "60 %", .plan = "constant(0.5, steps=40%) then linear(from=0.5, steps=rest)"},
                {.name = "20 %", .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)"}},
       .effects = {{.a = "60 %", .b = "20 %"}},
       .grid = wide_grid});
}

}  // namespace etude::claims
