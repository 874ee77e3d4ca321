// F14: the floor of a cosine.

#include "claims/conditions.h"

namespace etude::claims {

Claim f14() {
  return under_each(
      noisy_conditions(), "the task",
      {.id = "F14",
       .place = "practice; MLPerf GPT-3",
       .statement = "A final rate of a tenth of the peak costs nothing beside a decay to zero.",
       .refuted_if = "Each at its own peak, cosine to 10 % ends more than 2 % above cosine to zero.",
       .task = "spirals",
       .arms = {{.name = "cosine to 10 %", .plan = "cosine(from=0.5, to=0.05, steps=rest)"},
                {.name = "cosine to 0", .plan = "cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "cosine to 10 %", .b = "cosine to 0", .claimed = Claimed::no_higher, .margin = 1.02}},
       .grid = wide_grid});
}

}  // namespace etude::claims
