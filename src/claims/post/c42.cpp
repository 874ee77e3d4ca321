// C42: warm-up beside a frozen last layer.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c42() {
  return {.id = "C42",
          .place = "the post, references",
          .statement = "Warm-up protects the deep layers: to freeze them for as long does as well.",
          .refuted_if =
              "With the last layer frozen for a tenth of the run the loss differs from that with warm-up by more "
              "than 5 %; or warm-up does not end 2 % below none.",
          .task = "spirals norm=batch batch=20 label-noise=0.1 hidden=32,32 steps=400",
          .arms = {{.name = "none", .plan = "linear(from=0.5, steps=rest)"},
                   {.name = "warm-up", .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)"},
                   {.name = "frozen",
                    .plan = "plan(lr=linear(from=0.5, steps=rest), group(layer3, lr=constant(0, steps=10%) then "
                            "linear(from=0.45, steps=rest)))"}},
          .effects = {{.a = "frozen", .b = "warm-up", .claimed = Claimed::same, .margin = 1.05},
                      {.a = "warm-up", .b = "none"}}};
}

}  // namespace etude::claims
