// C18: lengths of the warm-up, each with its own peak.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c18() {
  return {.id = "C18",
          .place = "the post, §4",
          .statement = "Use warm-up for 1 to 5 % of the steps.",
          .refuted_if =
              "Each at its own peak, warm-up over 2 or 5 % of the run does not end 2 % below none, or that over 5 % "
              "not 2 % below that over 20 %.",
          .task = "spirals",
          .arms = {{.name = "SGD, 0 %",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "SGD, 2 %",
                    .plan = "warmup(to=0.5, steps=2%) then cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "SGD, 5 %",
                    .plan = "warmup(to=0.5, steps=5%) then cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "SGD, 20 %",
                    .plan = "warmup(to=0.5, steps=20%) then cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "Adam, 0 %",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "Adam, 2 %",
                    .plan = "warmup(to=0.5, steps=2%) then cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "Adam, 5 %",
                    .plan = "warmup(to=0.5, steps=5%) then cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "Adam, 20 %",
                    .plan = "warmup(to=0.5, steps=20%) then cosine(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
          .effects = {{.a = "SGD, 2 %", .b = "SGD, 0 %", .where = "SGD"},
                      {.a = "SGD, 5 %", .b = "SGD, 0 %", .where = "SGD"},
                      {.a = "SGD, 5 %", .b = "SGD, 20 %", .where = "SGD"},
                      {.a = "Adam, 2 %", .b = "Adam, 0 %", .where = "Adam"},
                      {.a = "Adam, 5 %", .b = "Adam, 0 %", .where = "Adam"},
                      {.a = "Adam, 5 %", .b = "Adam, 20 %", .where = "Adam"}},
          .depends_on = "the optimizer",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
