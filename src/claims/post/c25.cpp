// C25: best peaks and edges of divergence of the same sweeps.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c25() {
  return {
      .id = "C25",
      .place = "the post, §6",
      .statement = "The best peak lies about a tenth below the rate at which training diverges.",
      .refuted_if =
          "The best peak of a sweep, over a tenth of the lowest peak from which on none of it trains (measures.h says "
          "what does), lies outside of a factor of 2.",
      .task = "spirals steps=200",
      .arms = {{.name = "momentum 0",
                .plan = "cosine(from=0.5, steps=rest)",
                .setting = "hidden=32,32 batch=20",
                .peak = Peak::swept},
               {.name = "momentum 0.9",
                .plan = "cosine(from=0.5, steps=rest)",
                .setting = "hidden=32,32 batch=20 optimizer=momentum",
                .peak = Peak::swept},
               {.name = "adam",
                .plan = "cosine(from=0.5, steps=rest)",
                .setting = "hidden=32,32 batch=20 optimizer=adam",
                .peak = Peak::swept}},
      .effects = {{.a = "momentum 0",
                   .b = "momentum 0",
                   .claimed = Claimed::same,
                   .measure = "best_peak",
                   .beside = "edge",
                   .reference = 0.1,
                   .margin = 2.0,
                   .where = "SGD"},
                  {.a = "momentum 0.9",
                   .b = "momentum 0.9",
                   .claimed = Claimed::same,
                   .measure = "best_peak",
                   .beside = "edge",
                   .reference = 0.1,
                   .margin = 2.0,
                   .where = "momentum"},
                  {.a = "adam",
                   .b = "adam",
                   .claimed = Claimed::same,
                   .measure = "best_peak",
                   .beside = "edge",
                   .reference = 0.1,
                   .margin = 2.0,
                   .where = "Adam"}},
      .depends_on = "the optimizer",
      .grid = {0.002, 8, 1.4142135623730951}};
}

}  // namespace etude::claims
