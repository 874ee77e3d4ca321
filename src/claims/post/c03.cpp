// C03: line searches from checkpoints of one run.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c03() {
  return {.id = "C03",
          .place = "the post, §1",
          .statement = "The optimal rate falls during training: moderate steps early, tiny ones late.",
          .refuted_if =
              "The rate under which the loss is lowest five updates on, searched from the run as it stands, is late "
              "in the run not at least a factor of 1.41 below that early in it.",
          .task = "spirals hidden=32,32 steps=300",
          .arms = {{.name = "full batch", .plan = "constant(0.5)", .peak = Peak::given},
                   {.name = "mini-batches",
                    .plan = "constant(0.5)",
                    .setting = "batch=20 label-noise=0.1",
                    .peak = Peak::given}},
          .effects = {{.a = "full batch",
                       .b = "full batch",
                       .measure = "best_late",
                       .beside = "best_early",
                       .margin = 1.41,
                       .where = "full batch"},
                      {.a = "mini-batches",
                       .b = "mini-batches",
                       .measure = "best_late",
                       .beside = "best_early",
                       .margin = 1.41,
                       .where = "mini-batches"}},
          .depends_on = "the noise of the gradient",
          .probe = "line-search"};
}

}  // namespace etude::claims
