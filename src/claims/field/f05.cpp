// F05: restarts beside one cosine.

#include "claims/conditions.h"

namespace etude::claims {

Claim f05() {
  return under_each(
      noisy_conditions(), "the task",
      {.id = "F05",
       .place = "Loshchilov and Hutter 2016",
       .statement = "Warm restarts end lower than one decay over the same budget.",
       .refuted_if =
           "Each at its own peak, cosine with restarts after 1/7 and 3/7 of the run does not end 2 % below one cosine.",
       .task = "spirals",
       .arms = {{.name = "restarts",
                 .plan =
                     "cosine(from=0.5, steps=14%) then cosine(from=0.5, steps=29%) then cosine(from=0.5, steps=rest)"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "restarts", .b = "cosine"}},
       .grid = wide_grid});
}

}  // namespace etude::claims
