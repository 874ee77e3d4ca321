// F17: real data, training and held-out loss.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f17() {
  return {
      .id = "F17",
      .place = "practice",
      .statement = "What wins on the training loss wins on held-out data.",
      .refuted_if =
          "On digits linear decay, tuned on held-out loss, does not end 2 % below the constant on both losses.",
      .task = "digits steps=200",
      .arms = {{.name = "linear, SGD", .plan = "linear(from=0.5, steps=rest)"},
               {.name = "constant, SGD", .plan = "constant(0.5)"},
               {.name = "linear, AdamW", .plan = "linear(from=0.5, steps=rest)", .setting = "optimizer=adamw"},
               {.name = "constant, AdamW", .plan = "constant(0.5)", .setting = "optimizer=adamw"}},
      .effects =
          {{.a = "linear, SGD", .b = "constant, SGD", .where = "training loss, SGD"},
           {.a = "linear, SGD", .b = "constant, SGD", .measure = "heldout_loss", .where = "held-out loss, SGD"},
           {.a = "linear, AdamW", .b = "constant, AdamW", .where = "training loss, AdamW"},
           {.a = "linear, AdamW", .b = "constant, AdamW", .measure = "heldout_loss", .where = "held-out loss, AdamW"}},
      .depends_on = "the loss and the optimizer",
      .grid = {0.002, 1.28, 1.4142135623730951},
      .tunes_on_heldout = true};
}

}  // namespace etude::claims
