// C04: the classic decays beside a constant at a fifth of their peak, and beside one at its own.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c04() {
  return {.id = "C04",
          .place = "the post, §2",
          .statement =
              "Step decay ends at .0891, exponential at .1047, inverse square root at .1253; all three beat the "
              "constant.",
          .refuted_if =
              "Another loss in the fourth digit; or a decay that does not end at least 2 % below the constant, at "
              "the post's rates or with each at its own tuned peak.",
          .task = "spirals",
          .arms = {{.name = "as written: step",
                    .plan = "step(from=0.05, gamma=0.5, period=100)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "as written: exponential",
                    .plan = "exponential(from=0.05, rate=0.99)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "as written: inverse sqrt",
                    .plan = "inverse_sqrt(from=0.05)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "post: constant", .plan = "constant(0.01)", .peak = Peak::given},
                   {.name = "post: step", .plan = "step(from=0.05, gamma=0.5, period=100)", .peak = Peak::given},
                   {.name = "post: exponential", .plan = "exponential(from=0.05, rate=0.99)", .peak = Peak::given},
                   {.name = "post: inverse sqrt", .plan = "inverse_sqrt(from=0.05)", .peak = Peak::given},
                   {.name = "constant", .plan = "constant(0.5)"},
                   {.name = "step", .plan = "step(from=0.05, gamma=0.5, period=100)"},
                   {.name = "exponential", .plan = "exponential(from=0.05, rate=0.99)"},
                   {.name = "inverse sqrt", .plan = "inverse_sqrt(from=0.05)"}},
          .effects = {{.a = "as written: step",
                       .claimed = Claimed::printed,
                       .reference = 0.0891,
                       .where = "the printed figures"},
                      {.a = "as written: exponential",
                       .claimed = Claimed::printed,
                       .reference = 0.1047,
                       .where = "the printed figures"},
                      {.a = "as written: inverse sqrt",
                       .claimed = Claimed::printed,
                       .reference = 0.1253,
                       .where = "the printed figures"},
                      {.a = "post: step", .b = "post: constant", .where = "the post's rates"},
                      {.a = "post: exponential", .b = "post: constant", .where = "the post's rates"},
                      {.a = "post: inverse sqrt", .b = "post: constant", .where = "the post's rates"},
                      {.a = "step", .b = "constant", .where = "tuned peaks"},
                      {.a = "exponential", .b = "constant", .where = "tuned peaks"},
                      {.a = "inverse sqrt", .b = "constant", .where = "tuned peaks"}},
          .depends_on = "whose peaks are compared"};
}

}  // namespace etude::claims
