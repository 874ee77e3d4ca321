// C10: what a wrong horizon costs.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c10() {
  return {.id = "C10",
          .place = "the post, §3",
          .statement = "Cosine has no decay rate to guess: set the peak, the floor and the number of steps.",
          .refuted_if =
              "A cosine that was told half of the run, or one and a half of it, ends more than 5 % above that which "
              "was told its length: the length is a thing to guess.",
          .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
          .arms = {{.name = "told the run", .plan = "cosine(from=0.5, steps=rest)"},
                   {.name = "told half",
                    .plan = "cosine(from=0.5, to=0.0001, steps=50%) then constant(0.0001)",
                    .peak = Peak::of_arm,
                    .of = "told the run"},
                   {.name = "told 150 %",
                    .plan = "cosine(from=0.5, steps=150%)",
                    .peak = Peak::of_arm,
                    .of = "told the run"}},
          .effects = {{.a = "told half", .b = "told the run", .claimed = Claimed::no_higher, .margin = 1.05},
                      {.a = "told 150 %", .b = "told the run", .claimed = Claimed::no_higher, .margin = 1.05}}};
}

}  // namespace etude::claims
