// C40: best peaks of two batch sizes.

#include "claims/conditions.h"

namespace etude::claims {

Claim c40() {
  const std::string cosine = "cosine(from=0.5, steps=rest)";
  return under_each(
      {{"SGD", ""}, {"Adam", "optimizer=adam"}}, "the optimizer",
      {.id = "C40",
       .place = "the post, references",
       .statement =
           "Linear scaling: a batch k times as large takes a rate k times as large, at a fixed number of epochs.",
       .refuted_if = "The best peak of batch 40, over that of batch 10, lies outside of a factor of 1.6 around 4.",
       .task = "spirals hidden=32,32 label-noise=0.1",
       .arms = {{.name = "batch 40", .plan = cosine, .setting = "batch=40 steps=160", .peak = Peak::swept},
                {.name = "batch 10", .plan = cosine, .setting = "batch=10 steps=640", .peak = Peak::swept}},
       .effects = {{.a = "batch 40",
                    .b = "batch 10",
                    .claimed = Claimed::same,
                    .measure = "best_peak",
                    .reference = 4.0,
                    .margin = 1.6}},
       .grid = {0.001, 4, 1.4142135623730951}});
}

}  // namespace etude::claims
