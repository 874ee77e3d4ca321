// F07: three schedules on two sizes of a network.

#include "claims/conditions.h"

namespace etude::claims {

Claim f07() {
  return under_each({{"a small network", "batch=20 label-noise=0.1 hidden=8,8 steps=400"},
                     {"a large network", "batch=20 label-noise=0.1 hidden=64,64 steps=400"}},
                    "the size of the network",
                    {.id = "F07",
                     .place = "practice",
                     .statement = "The order of schedules on a small model holds on a larger one.",
                     .refuted_if = "Linear to zero does not end 2 % below cosine to 10 %, or that not 2 % below the "
                                   "constant, in a network of 8-8 as in one of 64-64.",
                     .task = "spirals",
                     .arms = {{.name = "linear to 0", .plan = "linear(from=0.5, steps=rest)"},
                              {.name = "cosine to 10 %", .plan = "cosine(from=0.5, to=0.05, steps=rest)"},
                              {.name = "constant", .plan = "constant(0.5)"}},
                     .effects = {{.a = "linear to 0", .b = "cosine to 10 %"}, {.a = "cosine to 10 %", .b = "constant"}},
                     .grid = wide_grid});
}

}  // namespace etude::claims
