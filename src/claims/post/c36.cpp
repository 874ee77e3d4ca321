// C36: how many octaves of rates train, by norm, and whether a schedule still helps.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c36() {
  return {
      .id = "C36",
      .place = "the post, §8",
      .statement = "Layer and batch norm reduce the sensitivity to the rate; schedules are still needed.",
      .refuted_if =
          "With norm not half an octave more of rates trains; or with norm linear decay does not end 2 % below "
          "the constant at its own peak.",
      .task = "spirals hidden=32,32,32,32 steps=200 batch=20",
      .arms =
          {{.name = "no norm", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::swept},
           {.name = "layer norm", .plan = "linear(from=0.5, steps=rest)", .setting = "norm=layer", .peak = Peak::swept},
           {.name = "batch norm", .plan = "linear(from=0.5, steps=rest)", .setting = "norm=batch", .peak = Peak::swept},
           {.name = "layer norm: linear", .plan = "linear(from=0.5, steps=rest)", .setting = "norm=layer"},
           {.name = "layer norm: constant", .plan = "constant(0.5)", .setting = "norm=layer"}},
      .effects = {{.a = "layer norm",
                   .b = "no norm",
                   .claimed = Claimed::higher,
                   .measure = "octaves",
                   .margin = 0.5,
                   .is_ratio = false,
                   .where = "layer norm"},
                  {.a = "batch norm",
                   .b = "no norm",
                   .claimed = Claimed::higher,
                   .measure = "octaves",
                   .margin = 0.5,
                   .is_ratio = false,
                   .where = "batch norm"},
                  {.a = "layer norm: linear", .b = "layer norm: constant", .where = "schedules with layer norm"}},
      .depends_on = "what is asked",
      .grid = {0.002, 32, 1.4142135623730951}};
}

}  // namespace etude::claims
