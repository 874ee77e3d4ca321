// C25: best peaks and edges of divergence of the same sweeps.

#include "claims/conditions.h"

namespace etude::claims {

Claim c25() {
  return under_each(
      {{"SGD", ""}, {"momentum", "optimizer=momentum"}, {"Adam", "optimizer=adam"}}, "the optimizer",
      {.id = "C25",
       .place = "the post, §6",
       .statement = "The best peak lies about a tenth below the rate at which training diverges.",
       .refuted_if = "The best peak of a sweep, over a tenth of the lowest peak from which on none of it trains, "
                     "lies outside of a factor of 2.",
       .task = "spirals hidden=32,32 batch=20 steps=200",
       .arms = {{.name = "cosine", .plan = "cosine(from=0.5, steps=rest)", .peak = Peak::swept}},
       .effects = {{.a = "cosine",
                    .b = "cosine",
                    .claimed = Claimed::same,
                    .measure = "best_peak",
                    .beside = "edge",
                    .reference = 0.1,
                    .margin = 2.0}},
       .grid = {0.002, 8, 1.4142135623730951}});
}

}  // namespace etude::claims
