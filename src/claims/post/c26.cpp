// C26: the post's range test over seeds.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c26() {
  return {.id = "C26",
          .place = "the post, §6",
          .statement = "The post's range test suggests about .02 to .05, depending on the seed.",
          .refuted_if =
              "The steepest descent of the smoothed loss, by the post's own rule, lies outside of .02 to .05 on the "
              "mean.",
          .task = "spirals",
          .arms = {{.name = "as written", .plan = "constant(1)", .setting = "backward=as-written", .peak = Peak::range},
                   {.name = "corrected", .plan = "constant(1)", .peak = Peak::range}},
          .effects = {{.a = "as written",
                       .claimed = Claimed::same,
                       .measure = "suggestion",
                       .reference = 0.0316227766,
                       .margin = 1.5811,
                       .where = "the backward pass as written"},
                      {.a = "corrected",
                       .claimed = Claimed::same,
                       .measure = "suggestion",
                       .reference = 0.0316227766,
                       .margin = 1.5811,
                       .where = "the backward pass corrected"}},
          .depends_on = "the backward pass",
          .range = {.from = 1e-6, .to = 1, .steps = 200, .extends = false, .rule = "post"}};
}

}  // namespace etude::claims
