// F03: two shapes of a cooldown.

#include "claims/conditions.h"

namespace etude::claims {

Claim f03() {
  return under_each(
      noisy_conditions(), "the task",
      {.id = "F03",
       .place = "Hägele et al. 2024",
       .statement = "A cooldown by 1 - sqrt is better than a linear one.",
       .refuted_if =
           "Each at its own peak, the 1 - sqrt cooldown over the last fifth does not end 1 % below the linear one.",
       .task = "spirals",
       .arms = {{.name = "1 - sqrt",
                 .plan = "constant(0.5, steps=80%) then polynomial(from=0.5, steps=rest, power=0.5, base=done)"},
                {.name = "linear", .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)"}},
       .effects = {{.a = "1 - sqrt", .b = "linear", .margin = 1.01}},
       .grid = wide_grid});
}

}  // namespace etude::claims
