// C43: horizons of a linear decay beside the budget.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c43() {
  return {.id = "C43",
          .place = "the post, references",
          .statement = "Budgeted training: the best is to decay linearly to the end of the budget.",
          .refuted_if =
              "Linear decay over the whole run does not end 2 % below that over 50 % or 75 % of it, or that which "
              "the end of the run cuts off at a third of its rate.",
          .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
          .arms = {{.name = "100 %", .plan = "linear(from=0.5, steps=rest)"},
                   {.name = "50 %", .plan = "linear(from=0.5, to=0.001, steps=50%) then constant(0.001)"},
                   {.name = "75 %", .plan = "linear(from=0.5, to=0.001, steps=75%) then constant(0.001)"},
                   {.name = "150 %", .plan = "linear(from=0.5, steps=150%)"}},
          .effects = {{.a = "100 %", .b = "50 %"}, {.a = "100 %", .b = "75 %"}, {.a = "100 %", .b = "150 %"}}};
}

}  // namespace etude::claims
