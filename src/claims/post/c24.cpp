// C24: what sweeps look like, over seeds.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c24() {
  return {.id = "C24",
          .place = "the post, §6",
          .statement = "A range test shows a flat region, a steep descent and a divergence.",
          .refuted_if =
              "In the sweeps the loss does not fall by a tenth before it explodes, or it explodes at less than one "
              "and a half times the rate of its lowest.",
          .task = "spirals",
          .arms = {{.name = "SGD, full batch", .plan = "constant(1)", .peak = Peak::range},
                   {.name = "Adam, mini-batches",
                    .plan = "constant(1)",
                    .setting = "optimizer=adam batch=20",
                    .peak = Peak::range}},
          .effects = {{.a = "SGD, full batch",
                       .b = "SGD, full batch",
                       .measure = "range_best",
                       .beside = "range_start",
                       .margin = 1.1,
                       .where = "SGD, full batch"},
                      {.a = "SGD, full batch",
                       .b = "SGD, full batch",
                       .claimed = Claimed::higher,
                       .measure = "range_edge",
                       .beside = "range_basin",
                       .margin = 1.5,
                       .where = "SGD, full batch"},
                      {.a = "Adam, mini-batches",
                       .b = "Adam, mini-batches",
                       .measure = "range_best",
                       .beside = "range_start",
                       .margin = 1.1,
                       .where = "Adam, mini-batches"},
                      {.a = "Adam, mini-batches",
                       .b = "Adam, mini-batches",
                       .claimed = Claimed::higher,
                       .measure = "range_edge",
                       .beside = "range_basin",
                       .margin = 1.5,
                       .where = "Adam, mini-batches"}},
          .depends_on = "the optimizer"};
}

}  // namespace etude::claims
