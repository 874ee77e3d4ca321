// C39: what explicit regularisation adds at a large rate.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c39() {
  return {.id = "C39",
          .place = "the post, §8",
          .statement = "A large rate complements weight decay and dropout.",
          .refuted_if = "At the large rate weight decay, or dropout, does not lower the held-out loss by 2 %.",
          .task = "spirals data=spirals:per_class=30 label-noise=0.2 hidden=32,32 steps=600 batch=10",
          .arms = {{.name = "large", .plan = "constant(0.4)", .peak = Peak::given},
                   {.name = "large, weight decay",
                    .plan = "constant(0.4)",
                    .setting = "weight-decay=0.003",
                    .peak = Peak::given},
                   {.name = "large, dropout", .plan = "constant(0.4)", .setting = "dropout=0.2", .peak = Peak::given}},
          .effects = {{.a = "large, weight decay", .b = "large", .measure = "heldout_loss", .where = "weight decay"},
                      {.a = "large, dropout", .b = "large", .measure = "heldout_loss", .where = "dropout"}},
          .depends_on = "the regularisation"};
}

}  // namespace etude::claims
