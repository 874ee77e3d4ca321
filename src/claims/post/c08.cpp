// C08: cosine beside the classic decays.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c08() {
  return {.id = "C08",
          .place = "the post, §3",
          .statement = "Cosine ends at .0724 and with restarts at .0681; cosine surpasses every classic schedule.",
          .refuted_if =
              "Another loss in the fourth digit; or cosine does not end at least 2 % below step, exponential and "
              "inverse square root, at the post's rates or each at its tuned peak.",
          .task = "spirals",
          .arms = {{.name = "as written: cosine",
                    .plan = "cosine(from=0.05, to=0.0001, steps=300)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "as written: restarts",
                    .plan = "cosine_restarts(from=0.05, to=0.0001, period=75, mult=2)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "post: cosine", .plan = "cosine(from=0.05, to=0.0001, steps=300)", .peak = Peak::given},
                   {.name = "post: step", .plan = "step(from=0.05, gamma=0.5, period=100)", .peak = Peak::given},
                   {.name = "post: exponential", .plan = "exponential(from=0.05, rate=0.99)", .peak = Peak::given},
                   {.name = "post: inverse sqrt", .plan = "inverse_sqrt(from=0.05)", .peak = Peak::given},
                   {.name = "cosine", .plan = "cosine(from=0.5, to=0.001, steps=rest)"},
                   {.name = "step", .plan = "step(from=0.5, gamma=0.5, period=100)"},
                   {.name = "exponential", .plan = "exponential(from=0.5, rate=0.99)"},
                   {.name = "inverse sqrt", .plan = "inverse_sqrt(from=0.5)"}},
          .effects = {{.a = "as written: cosine",
                       .claimed = Claimed::printed,
                       .reference = 0.0724,
                       .where = "the printed figures"},
                      {.a = "as written: restarts",
                       .claimed = Claimed::printed,
                       .reference = 0.0681,
                       .where = "the printed figures"},
                      {.a = "post: cosine", .b = "post: step", .where = "the post's rates"},
                      {.a = "post: cosine", .b = "post: exponential", .where = "the post's rates"},
                      {.a = "post: cosine", .b = "post: inverse sqrt", .where = "the post's rates"},
                      {.a = "cosine", .b = "step", .where = "tuned peaks"},
                      {.a = "cosine", .b = "exponential", .where = "tuned peaks"},
                      {.a = "cosine", .b = "inverse sqrt", .where = "tuned peaks"}},
          .depends_on = "whose peaks are compared"};
}

}  // namespace etude::claims
