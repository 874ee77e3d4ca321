// C32: the spread among shapes that end at 0, beside their distance from the constant.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c32() {
  return {
      .id = "C32",
      .place = "the post, §7",
      .statement = "The shape matters less than the principle: start willing to explore, end willing to settle.",
      .refuted_if =
          "Each at its own peak, cosine or 1 - sqrt differs from linear by more than 5 %, or linear does not end 2 % "
          "below the constant.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
      .arms = {{.name = "constant", .plan = "constant(0.5)"},
               {.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
               {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"},
               {.name = "1 - sqrt", .plan = "polynomial(from=0.5, steps=rest, power=0.5, base=done)"}},
      .effects = {{.a = "cosine", .b = "linear", .claimed = Claimed::same, .margin = 1.05},
                  {.a = "1 - sqrt", .b = "linear", .claimed = Claimed::same, .margin = 1.05},
                  {.a = "linear", .b = "constant"}}};
}

}  // namespace etude::claims
