// C20: the largest eigenvalue, exact, where two constants end.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c20() {
  return {
      .id = "C20",
      .place = "the post, §5 and §8",
      .statement = "A large rate leads to flatter minima.",
      .refuted_if =
          "The sharpness at the end under the larger rate is not at least a fifth below that under a rate a "
          "quarter of it.",
      .task = "spirals hidden=32,32 steps=400",
      .arms = {{.name = "large, full batch", .plan = "constant(0.8)", .peak = Peak::given},
               {.name = "small, full batch", .plan = "constant(0.2)", .peak = Peak::given},
               {.name = "large, mini-batches", .plan = "constant(0.4)", .setting = "batch=20", .peak = Peak::given},
               {.name = "small, mini-batches", .plan = "constant(0.1)", .setting = "batch=20", .peak = Peak::given}},
      .effects = {{.a = "large, full batch",
                   .b = "small, full batch",
                   .measure = "sharpness",
                   .margin = 1.25,
                   .where = "full batch"},
                  {.a = "large, mini-batches",
                   .b = "small, mini-batches",
                   .measure = "sharpness",
                   .margin = 1.25,
                   .where = "mini-batches"}},
      .depends_on = "the batch",
      .probe = "sharpness"};
}

}  // namespace etude::claims
