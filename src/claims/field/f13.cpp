// F13: a growing batch beside a falling rate.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f13() {
  return {.id = "F13",
          .place = "Smith et al. 2018 (Do not decay the learning rate, increase the batch size)",
          .statement = "To double the batch does the same as to halve the rate.",
          .refuted_if =
              "Each at its own peak, with as many updates, the run whose batch doubles differs from the one whose "
              "rate halves by more than 5 %.",
          .task = "spirals batch=10 label-noise=0.1 hidden=32,32 steps=400",
          .arms = {{.name = "batch doubles, SGD",
                    .plan = "plan(lr=constant(0.5), batch_size=constant(10, steps=50%) then constant(20, steps=25%) "
                            "then constant(40))"},
                   {.name = "rate halves, SGD",
                    .plan = "plan(lr=constant(0.5, steps=50%) then constant(0.25, steps=25%) then constant(0.125), "
                            "batch_size=constant(10))"},
                   {.name = "batch doubles, Adam",
                    .plan = "plan(lr=constant(0.5), batch_size=constant(10, steps=50%) then constant(20, steps=25%) "
                            "then constant(40))",
                    .setting = "optimizer=adam"},
                   {.name = "rate halves, Adam",
                    .plan = "plan(lr=constant(0.5, steps=50%) then constant(0.25, steps=25%) then constant(0.125), "
                            "batch_size=constant(10))",
                    .setting = "optimizer=adam"}},
          .effects = {{.a = "batch doubles, SGD",
                       .b = "rate halves, SGD",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "SGD"},
                      {.a = "batch doubles, Adam",
                       .b = "rate halves, Adam",
                       .claimed = Claimed::same,
                       .margin = 1.05,
                       .where = "Adam"}},
          .depends_on = "the optimizer",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
