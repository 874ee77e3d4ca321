// C21: held-out loss after two constants, few samples, a fifth of the labels wrong.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c21() {
  return {
      .id = "C21",
      .place = "the post, §5 and §8",
      .statement = "Large rates lead to minima that generalize better.",
      .refuted_if =
          "The held-out loss after a large constant rate is not at least 2 % below that after a quarter of it.",
      .task = "spirals data=spirals:per_class=30 label-noise=0.2 hidden=32,32 steps=600",
      .arms = {{.name = "large, mini-batches", .plan = "constant(0.4)", .setting = "batch=10", .peak = Peak::given},
               {.name = "small, mini-batches", .plan = "constant(0.1)", .setting = "batch=10", .peak = Peak::given},
               {.name = "large, full batch", .plan = "constant(0.8)", .peak = Peak::given},
               {.name = "small, full batch", .plan = "constant(0.2)", .peak = Peak::given}},
      .effects =
          {{.a = "large, mini-batches", .b = "small, mini-batches", .measure = "heldout_loss", .where = "mini-batches"},
           {.a = "large, full batch", .b = "small, full batch", .measure = "heldout_loss", .where = "full batch"}},
      .depends_on = "the batch",
      .probe = "sharpness"};
}

}  // namespace etude::claims
