// C27: the regret of the suggestion beside that of a random search of two runs.

#include "claims/conditions.h"

namespace etude::claims {

Claim c27() {
  return under_each(
      {{"SGD", noisy_setting}, {"Adam", "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
      "the optimizer",
      {.id = "C27",
       .place = "the post, §6",
       .statement = "The range test takes seconds and saves hours of trial and error.",
       .refuted_if = "A run at the suggested rate does not end at least 5 % below the lower of two runs at rates drawn "
                     "at random from four decades, which cost as much.",
       .task = "spirals",
       .arms = {{.name = "suggested", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::suggested},
                {.name = "drawn", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::swept}},
       .effects = {{.a = "suggested", .b = "drawn", .beside = "two_draws", .margin = 1.05}},
       .grid = {0.001, 10, 2}});
}

}  // namespace etude::claims
