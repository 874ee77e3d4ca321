// F04: a power decay beside cosine.

#include "claims/conditions.h"

namespace etude::claims {

Claim f04() {
  return under_each(noisy_conditions(), "the task",
                    {.id = "F04",
                     .place = "Shen et al. 2024 (Power Scheduler)",
                     .statement = "A power decay with a cooldown does as well as cosine, whatever the budget.",
                     .refuted_if = "Each at its own peak, a fall as the inverse root with a cooldown over the last "
                                   "fifth ends more than 5 % above cosine to zero.",
                     .task = "spirals",
                     .arms = {{.name = "power", .plan = "power_cool(peak=0.5, steps=100%, decay=20%)"},
                              {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"}},
                     .effects = {{.a = "power", .b = "cosine", .claimed = Claimed::no_higher, .margin = 1.05}},
                     .grid = wide_grid});
}

}  // namespace etude::claims
