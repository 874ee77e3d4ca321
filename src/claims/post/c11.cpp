// C11: sharpness, exact, at the end of cosine and of the constant; §5 calls sharp minima those that overfit.

#include "claims/conditions.h"

namespace etude::claims {

Claim c11() {
  return under_each(
      {{"full batch", ""}, {"mini-batches", "batch=20"}}, "the batch",
      {.id = "C11",
       .place = "the post, §3",
       .statement = "The long end near the floor lets cosine settle into a sharp minimum.",
       .refuted_if = "The sharpness at the end of cosine is not at least a quarter above that at the end of the "
                     "constant of the same peak.",
       .task = "spirals hidden=32,32 steps=400",
       .arms = {{.name = "cosine", .plan = "cosine(from=0.5, steps=rest)", .peak = Peak::given},
                {.name = "constant", .plan = "constant(0.5)", .peak = Peak::given}},
       .effects =
           {{.a = "cosine", .b = "constant", .claimed = Claimed::higher, .measure = "sharpness", .margin = 1.25}},
       .probe = "sharpness"});
}

}  // namespace etude::claims
