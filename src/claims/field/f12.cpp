// F12: two rates before and after a cooldown.

#include "claims/conditions.h"

namespace etude::claims {

Claim f12() {
  return {
      .id = "F12",
      .place = "practice",
      .statement =
          "What is ahead before the decay is ahead after it: the ranking of rates does not change during the "
          "decay.",
      .refuted_if =
          "The rate of Adam that ends 2 % lower before the cooldown, .006 beside .06, does not end 2 % lower after it.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32 optimizer=adam",
      .arms = {{.name = "0.006, before", .plan = "constant(0.006)", .setting = "steps=1280", .peak = Peak::given},
               {.name = "0.06, before", .plan = "constant(0.06)", .setting = "steps=1280", .peak = Peak::given},
               {.name = "0.006, after",
                .plan = "constant(0.006, steps=80%) then linear(from=0.006, steps=rest)",
                .setting = "steps=1600",
                .peak = Peak::given},
               {.name = "0.06, after",
                .plan = "constant(0.06, steps=80%) then linear(from=0.06, steps=rest)",
                .setting = "steps=1600",
                .peak = Peak::given}},
      .effects = {{.a = "0.006, before", .b = "0.06, before"}, {.a = "0.006, after", .b = "0.06, after"}}};
}

}  // namespace etude::claims
