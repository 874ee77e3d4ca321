// C40: best peaks of two batch sizes.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c40() {
  return {.id = "C40",
          .place = "the post, references",
          .statement =
              "Linear scaling: a batch k times as large takes a rate k times as large, at a fixed number of epochs.",
          .refuted_if = "The best peak of batch 40, over that of batch 10, lies outside of a factor of 1.6 around 4.",
          .task = "spirals hidden=32,32 label-noise=0.1",
          .arms = {{.name = "SGD, batch 40",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=40 steps=160",
                    .peak = Peak::swept},
                   {.name = "SGD, batch 10",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=10 steps=640",
                    .peak = Peak::swept},
                   {.name = "Adam, batch 40",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=40 steps=160 optimizer=adam",
                    .peak = Peak::swept},
                   {.name = "Adam, batch 10",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=10 steps=640 optimizer=adam",
                    .peak = Peak::swept}},
          .effects = {{.a = "SGD, batch 40",
                       .b = "SGD, batch 10",
                       .claimed = Claimed::same,
                       .measure = "best_peak",
                       .reference = 4.0,
                       .margin = 1.6,
                       .where = "SGD"},
                      {.a = "Adam, batch 40",
                       .b = "Adam, batch 10",
                       .claimed = Claimed::same,
                       .measure = "best_peak",
                       .reference = 4.0,
                       .margin = 1.6,
                       .where = "Adam"}},
          .depends_on = "the optimizer",
          .grid = {0.001, 4, 1.4142135623730951}};
}

}  // namespace etude::claims
