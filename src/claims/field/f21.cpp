// F21: constant rates whose weights are averaged, beside cosine, over budgets.

#include "claims/conditions.h"

namespace etude::claims {

Claim f21() {
  return under_each(
      {{"100 steps", "steps=100"},
       {"400 steps", "steps=400"},
       {"1,600 steps", "steps=1600"},
       {"3,200 steps", "steps=3200"}},
      "the budget",
      {.id = "F21",
       .place = "Sandler et al. 2023; Hägele et al. 2024; Song et al. 2025",
       .statement = "No decay is needed where the weights are averaged: a constant rate ends as low as tuned cosine, "
                    "whatever the budget.",
       .refuted_if = "Each at its own peak, a constant rate evaluated at the average of its last fifth, or at an "
                     "exponential average over 50 steps, ends more than 5 % above cosine to zero.",
       .task = "spirals batch=20 label-noise=0.1 hidden=32,32",
       .arms = {{.name = "window",
                 .plan = "plan(lr=constant(0.5), averaging=constant(1, steps=80%) then inverse_time(from=1, rate=1))"},
                {.name = "EMA", .plan = "plan(lr=constant(0.5), averaging=constant(0.02))"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "window", .b = "cosine", .claimed = Claimed::no_higher, .margin = 1.05},
                   {.a = "EMA", .b = "cosine", .claimed = Claimed::no_higher, .margin = 1.05}},
       .grid = wide_grid});
}

}  // namespace etude::claims
