// C01: what the post prints of three constant rates.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c01() {
  return {
      .id = "C01",
      .place = "the post, §1",
      .statement = "A rate of 1.0 ends at 1.0986, random chance; 0.0001 at .9103; 0.01 at .1842.",
      .refuted_if =
          "The run of the post as it wrote it, or with its backward pass corrected, ends at another loss in the "
          "fourth digit.",
      .task = "spirals",
      .arms =
          {{.name = "1.0, as-written", .plan = "constant(1.0)", .setting = "backward=as-written", .peak = Peak::given},
           {.name = "0.0001, as-written",
            .plan = "constant(0.0001)",
            .setting = "backward=as-written",
            .peak = Peak::given},
           {.name = "0.01, as-written",
            .plan = "constant(0.01)",
            .setting = "backward=as-written",
            .peak = Peak::given},
           {.name = "1.0, corrected", .plan = "constant(1.0)", .setting = "backward=corrected", .peak = Peak::given},
           {.name = "0.0001, corrected",
            .plan = "constant(0.0001)",
            .setting = "backward=corrected",
            .peak = Peak::given},
           {.name = "0.01, corrected", .plan = "constant(0.01)", .setting = "backward=corrected", .peak = Peak::given}},
      .effects = {{.a = "1.0, as-written",
                   .claimed = Claimed::printed,
                   .reference = 1.0986,
                   .where = "the backward pass as-written"},
                  {.a = "0.0001, as-written",
                   .claimed = Claimed::printed,
                   .reference = 0.9103,
                   .where = "the backward pass as-written"},
                  {.a = "0.01, as-written",
                   .claimed = Claimed::printed,
                   .reference = 0.1842,
                   .where = "the backward pass as-written"},
                  {.a = "1.0, corrected",
                   .claimed = Claimed::printed,
                   .reference = 1.0986,
                   .where = "the backward pass corrected"},
                  {.a = "0.0001, corrected",
                   .claimed = Claimed::printed,
                   .reference = 0.9103,
                   .where = "the backward pass corrected"},
                  {.a = "0.01, corrected",
                   .claimed = Claimed::printed,
                   .reference = 0.1842,
                   .where = "the backward pass corrected"}},
      .depends_on = "the backward pass"};
}

}  // namespace etude::claims
