// C35: how many octaves of rates train, by initialisation.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c35() {
  return {.id = "C35",
          .place = "the post, §8",
          .statement = "Good initialisation widens the range of rates; bad initialisation makes warm-up essential.",
          .refuted_if =
              "He initialisation does not train on half an octave more than normal weights of standard deviation .5; "
              "or warm-up does not add half an octave to those.",
          .task = "spirals hidden=32,32,32,32 steps=200 batch=20",
          .arms = {{.name = "he", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::swept},
                   {.name = "bad",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "init=normal init-sd=0.5",
                    .peak = Peak::swept},
                   {.name = "bad, warm-up",
                    .plan = "warmup(to=0.5, steps=20%) then linear(from=0.5, steps=rest)",
                    .setting = "init=normal init-sd=0.5",
                    .peak = Peak::swept}},
          .effects = {{.a = "he",
                       .b = "bad",
                       .claimed = Claimed::higher,
                       .measure = "octaves",
                       .margin = 0.5,
                       .is_ratio = false,
                       .where = "the width of the range"},
                      {.a = "bad, warm-up",
                       .b = "bad",
                       .claimed = Claimed::higher,
                       .measure = "octaves",
                       .margin = 0.5,
                       .is_ratio = false,
                       .where = "warm-up after bad initialisation"}},
          .depends_on = "what is asked",
          .grid = {0.0005, 16, 1.4142135623730951}};
}

}  // namespace etude::claims
