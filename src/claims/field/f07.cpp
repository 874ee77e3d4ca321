// F07: three schedules on two sizes of a network.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f07() {
  return {
      .id = "F07",
      .place = "practice",
      .statement = "The order of schedules on a small model holds on a larger one.",
      .refuted_if =
          "Linear to zero does not end 2 % below cosine to 10 %, or that not 2 % below the constant, in a "
          "network of 8-8 as in one of 64-64.",
      .task = "spirals",
      .arms = {{.name = "linear to 0, a small network",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=8,8 steps=400"},
               {.name = "cosine to 10 %, a small network",
                .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=8,8 steps=400"},
               {.name = "constant, a small network",
                .plan = "constant(0.5)",
                .setting = "batch=20 label-noise=0.1 hidden=8,8 steps=400"},
               {.name = "linear to 0, a large network",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=64,64 steps=400"},
               {.name = "cosine to 10 %, a large network",
                .plan = "cosine(from=0.5, to=0.05, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=64,64 steps=400"},
               {.name = "constant, a large network",
                .plan = "constant(0.5)",
                .setting = "batch=20 label-noise=0.1 hidden=64,64 steps=400"}},
      .effects =
          {{.a = "linear to 0, a small network", .b = "cosine to 10 %, a small network", .where = "a small network"},
           {.a = "cosine to 10 %, a small network", .b = "constant, a small network", .where = "a small network"},
           {.a = "linear to 0, a large network", .b = "cosine to 10 %, a large network", .where = "a large network"},
           {.a = "cosine to 10 %, a large network", .b = "constant, a large network", .where = "a large network"}},
      .depends_on = "the size of the network",
      .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
