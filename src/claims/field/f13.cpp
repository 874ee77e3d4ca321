// F13: a growing batch beside a falling rate.

#include "claims/conditions.h"

namespace etude::claims {

Claim f13() {
  return under_each({{"SGD", ""}, {"Adam", "optimizer=adam"}}, "the optimizer",
                    {.id = "F13",
                     .place = "Smith et al. 2018 (Do not decay the learning rate, increase the batch size)",
                     .statement = "To double the batch does the same as to halve the rate.",
                     .refuted_if = "Each at its own peak, with as many updates, the run whose batch doubles differs "
                                   "from the one whose rate halves by more than 5 %.",
                     .task = "spirals batch=10 label-noise=0.1 hidden=32,32 steps=400",
                     .arms = {{.name = "batch doubles",
                               .plan = "plan(lr=constant(0.5), batch_size=constant(10, steps=50%) then constant(20, "
                                       "steps=25%) then constant(40))"},
                              {.name = "rate halves",
                               .plan = "plan(lr=constant(0.5, steps=50%) then constant(0.25, steps=25%) then "
                                       "constant(0.125), batch_size=constant(10))"}},
                     .effects = {{.a = "batch doubles", .b = "rate halves", .claimed = Claimed::same, .margin = 1.05}},
                     .grid = wide_grid});
}

}  // namespace etude::claims
