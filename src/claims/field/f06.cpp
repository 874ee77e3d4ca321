// F06: schedules at another schedule's peak.

#include "claims/conditions.h"

namespace etude::claims {

Claim f06() {
  return under_each(
      {{"noisy mini-batches, SGD", noisy_setting},
       {"noisy mini-batches, AdamW", "optimizer=adamw batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
      "the optimizer",
      {.id = "F06",
       .place = "practice",
       .statement = "One best peak serves all schedules: tune it once.",
       .refuted_if =
           "At the constant's best peak linear or cosine decay ends more than 2 % above what it gives at its own.",
       .task = "spirals",
       .arms = {{.name = "constant", .plan = "constant(0.5)"},
                {.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"},
                {.name = "linear at that peak",
                 .plan = "linear(from=0.5, steps=rest)",
                 .peak = Peak::of_arm,
                 .of = "constant"},
                {.name = "cosine at that peak",
                 .plan = "cosine(from=0.5, steps=rest)",
                 .peak = Peak::of_arm,
                 .of = "constant"}},
       .effects = {{.a = "linear at that peak", .b = "linear", .claimed = Claimed::no_higher, .margin = 1.02},
                   {.a = "cosine at that peak", .b = "cosine", .claimed = Claimed::no_higher, .margin = 1.02}},
       .grid = wide_grid});
}

}  // namespace etude::claims
