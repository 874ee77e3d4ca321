// F09: the suggestion beside a default and beside the tuned peak.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f09() {
  return {.id = "F09",
          .place = "Smith 2017; practice",
          .statement = "A rate suggested by a range test beats a fixed guess.",
          .refuted_if =
              "Linear decay from the suggested rate does not end 2 % below that from the usual default, 0.1 for SGD "
              "and 0.001 for Adam.",
          .task = "spirals",
          .arms = {{.name = "suggested, SGD",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::suggested},
                   {.name = "0.1, SGD",
                    .plan = "linear(from=0.1, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::given},
                   {.name = "tuned, SGD",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "suggested, Adam",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::suggested},
                   {.name = "0.001, Adam",
                    .plan = "linear(from=0.001, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::given},
                   {.name = "tuned, Adam",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "optimizer=adam batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
          .effects = {{.a = "suggested, SGD", .b = "0.1, SGD", .where = "SGD"},
                      {.a = "suggested, Adam", .b = "0.001, Adam", .where = "Adam"}},
          .depends_on = "the optimizer",
          .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
