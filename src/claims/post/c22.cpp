// C22: cyclical rates beside constants.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c22() {
  return {.id = "C22",
          .place = "the post, §5",
          .statement = "Raising the rate again and again during training helps.",
          .refuted_if =
              "The held-out loss of cyclical rates is not at least 2 % below that of the constant at its own peak, "
              "or below that of the constant of the same sum.",
          .task = "spirals",
          .arms = {{.name = "cyclic, full batch", .plan = "cyclic(low=0.05, high=0.5, up=50)"},
                   {.name = "constant, full batch", .plan = "constant(0.5)"},
                   {.name = "cyclic, mini-batches",
                    .plan = "cyclic(low=0.05, high=0.5, up=50)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "constant, mini-batches",
                    .plan = "constant(0.5)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
          .effects = {{.a = "cyclic, full batch",
                       .b = "constant, full batch",
                       .measure = "heldout_loss",
                       .where = "full batch"},
                      {.a = "cyclic, full batch",
                       .b = "cyclic, full batch control",
                       .measure = "heldout_loss",
                       .where = "full batch"},
                      {.a = "cyclic, mini-batches",
                       .b = "constant, mini-batches",
                       .measure = "heldout_loss",
                       .where = "mini-batches"},
                      {.a = "cyclic, mini-batches",
                       .b = "cyclic, mini-batches control",
                       .measure = "heldout_loss",
                       .where = "mini-batches"}},
          .depends_on = "the noise of the gradient"};
}

}  // namespace etude::claims
