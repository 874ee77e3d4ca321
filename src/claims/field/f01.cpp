// F01: straight to zero beside the default of language models.

#include "claims/conditions.h"

namespace etude::claims {

Claim f01() {
  return under_each(noisy_conditions(), "the task",
                    {.id = "F01",
                     .place = "Bergsma et al. 2025; Defazio et al. 2023",
                     .statement = "Linear decay to zero ends below cosine to a tenth.",
                     .refuted_if = "Each at its own peak, linear to zero does not end 2 % below cosine to 10 %.",
                     .task = "spirals",
                     .arms = {{.name = "linear to 0", .plan = "linear(from=0.5, steps=rest)"},
                              {.name = "cosine to 10 %", .plan = "cosine(from=0.5, to=0.05, steps=rest)"}},
                     .effects = {{.a = "linear to 0", .b = "cosine to 10 %"}},
                     .grid = wide_grid});
}

}  // namespace etude::claims
