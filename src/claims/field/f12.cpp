// F12: two rates before and after a cooldown.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f12() {
  return {.id = "F12",
          .place = "practice",
          .statement =
              "What is ahead before the decay is ahead after it: the ranking of rates does not change during the "
              "decay.",
          .refuted_if = "The rate that is lower before the cooldown, .1 beside .5, is not lower after it.",
          .task = "spirals batch=20 label-noise=0.1 hidden=32,32",
          .arms = {{.name = "0.1, before", .plan = "constant(0.1)", .setting = "steps=320", .peak = Peak::given},
                   {.name = "0.5, before", .plan = "constant(0.5)", .setting = "steps=320", .peak = Peak::given},
                   {.name = "0.1, after",
                    .plan = "constant(0.1, steps=80%) then linear(from=0.1, steps=rest)",
                    .setting = "steps=400",
                    .peak = Peak::given},
                   {.name = "0.5, after",
                    .plan = "constant(0.5, steps=80%) then linear(from=0.5, steps=rest)",
                    .setting = "steps=400",
                    .peak = Peak::given}},
          .effects = {{.a = "0.1, before", .b = "0.5, before", .where = "before the cooldown"},
                      {.a = "0.1, after", .b = "0.5, after", .where = "after it"}},
          .depends_on = "when they are compared"};
}

}  // namespace etude::claims
