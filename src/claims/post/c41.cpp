// C41: best peaks under two weight decays.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c41() {
  return {.id = "C41",
          .place = "the post, references",
          .statement =
              "The schedule interacts with weight decay differently in Adam and in AdamW: decoupled decay leaves the "
              "best rate where it is, L2 in Adam moves it.",
          .refuted_if =
              "With AdamW a thirtyfold weight decay moves the best peak by more than a factor of 2; or with L2 in "
              "Adam it does not lower it by a factor of 1.41.",
          .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
          .arms = {{.name = "adamw, 0.03",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw weight-decay=0.03",
                    .peak = Peak::swept},
                   {.name = "adamw, 0.001",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw weight-decay=0.001",
                    .peak = Peak::swept},
                   {.name = "adam-l2, 0.03",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam-l2 weight-decay=0.03",
                    .peak = Peak::swept},
                   {.name = "adam-l2, 0.001",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam-l2 weight-decay=0.001",
                    .peak = Peak::swept},
                   {.name = "untied, 0.001",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw decay=untied weight-decay=0.001",
                    .peak = Peak::swept},
                   {.name = "untied, 0.00003",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adamw decay=untied weight-decay=0.00003",
                    .peak = Peak::swept}},
          .effects = {{.a = "adamw, 0.03",
                       .b = "adamw, 0.001",
                       .claimed = Claimed::same,
                       .measure = "best_peak",
                       .margin = 2.0,
                       .where = "AdamW, tied"},
                      {.a = "untied, 0.001",
                       .b = "untied, 0.00003",
                       .claimed = Claimed::same,
                       .measure = "best_peak",
                       .margin = 2.0,
                       .where = "AdamW, untied"},
                      {.a = "adam-l2, 0.03",
                       .b = "adam-l2, 0.001",
                       .measure = "best_peak",
                       .margin = 1.41,
                       .where = "L2 in Adam"}},
          .depends_on = "the coupling",
          .grid = {0.0005, 0.3, 1.4142135623730951}};
}

}  // namespace etude::claims
