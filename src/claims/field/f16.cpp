// F16: real data, with and without warm-up.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f16() {
  return {.id = "F16",
          .place = "airbench94; modded-nanogpt",
          .statement = "Fast records need no warm-up: linear decay from step 0 does as well.",
          .refuted_if =
              "Each at its own peak, on digits, the held-out loss without warm-up differs from that with it by more "
              "than 5 %.",
          .task = "digits steps=200",
          .arms = {{.name = "none, momentum", .plan = "linear(from=0.5, steps=rest)", .setting = "optimizer=momentum"},
                   {.name = "warm-up, momentum",
                    .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=momentum"},
                   {.name = "none, AdamW", .plan = "linear(from=0.5, steps=rest)", .setting = "optimizer=adamw"},
                   {.name = "warm-up, AdamW",
                    .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw"}},
          .effects = {{.a = "none, momentum",
                       .b = "warm-up, momentum",
                       .claimed = Claimed::same,
                       .measure = "heldout_loss",
                       .margin = 1.05,
                       .where = "momentum"},
                      {.a = "none, AdamW",
                       .b = "warm-up, AdamW",
                       .claimed = Claimed::same,
                       .measure = "heldout_loss",
                       .margin = 1.05,
                       .where = "AdamW"}},
          .depends_on = "the optimizer",
          .grid = {0.002, 1.28, 1.4142135623730951},
          .tunes_on_heldout = true};
}

}  // namespace etude::claims
