// F16: real data, with and without warm-up.

#include "claims/conditions.h"

namespace etude::claims {

Claim f16() {
  return under_each(
      {{"momentum", "optimizer=momentum"}, {"AdamW", "optimizer=adamw"}}, "the optimizer",
      {.id = "F16",
       .place = "airbench94; modded-nanogpt",
       .statement = "Fast records need no warm-up: linear decay from step 0 does as well.",
       .refuted_if =
           "Each at its own peak, on digits, the held-out loss without warm-up is more than 5 % above that with it.",
       .task = "digits steps=200",
       .arms = {{.name = "none", .plan = "linear(from=0.5, steps=rest)"},
                {.name = "warm-up", .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)"}},
       .effects =
           {{.a = "none", .b = "warm-up", .claimed = Claimed::no_higher, .measure = "heldout_loss", .margin = 1.05}},
       .grid = {0.002, 1.28, 1.4142135623730951},
       .tunes_on_heldout = true});
}

}  // namespace etude::claims
