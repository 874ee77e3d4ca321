// C27: the regret of the suggestion beside that of a random search of two runs.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c27() {
  return {
      .id = "C27",
      .place = "the post, §6",
      .statement = "The range test takes seconds and saves hours of trial and error.",
      .refuted_if =
          "A run at the suggested rate does not end at least 5 % below the lower of two runs at rates drawn at "
          "random from four decades, which cost as much.",
      .task = "spirals",
      .arms = {{.name = "suggested, SGD",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                .peak = Peak::suggested},
               {.name = "suggested, Adam",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400",
                .peak = Peak::suggested},
               {.name = "drawn, SGD",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                .peak = Peak::swept},
               {.name = "drawn, Adam",
                .plan = "linear(from=0.5, steps=rest)",
                .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400",
                .peak = Peak::swept}},
      .effects = {{.a = "suggested, SGD", .b = "drawn, SGD", .beside = "two_draws", .margin = 1.05, .where = "SGD"},
                  {.a = "suggested, Adam", .b = "drawn, Adam", .beside = "two_draws", .margin = 1.05, .where = "Adam"}},
      .depends_on = "the optimizer",
      .grid = {0.001, 10, 2}};
}

}  // namespace etude::claims
