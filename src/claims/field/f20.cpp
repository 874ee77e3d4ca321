// F20: warm-up under rules that normalise the update.

#include "claims/conditions.h"

namespace etude::claims {

Claim f20() {
  return under_each(
      {{"Lion", "optimizer=lion"}, {"Muon", "optimizer=muon"}, {"Muon, 1,600 steps", "optimizer=muon steps=1600"}},
      "the update rule",
      {.id = "F20",
       .place = "Kosson et al. 2024; modded-nanogpt",
       .statement = "Once the update is normalised, as in Lion and Muon, warm-up is not needed.",
       .refuted_if = "Each at its own peak, linear decay without warm-up ends more than 5 % above that with warm-up "
                     "over a tenth of the run.",
       .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
       .arms = {{.name = "none", .plan = "linear(from=0.5, steps=rest)"},
                {.name = "warm-up", .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)"}},
       .effects = {{.a = "none", .b = "warm-up", .claimed = Claimed::no_higher, .margin = 1.05}},
       .grid = {0.0005, 0.64, 1.4142135623730951}});
}

}  // namespace etude::claims
