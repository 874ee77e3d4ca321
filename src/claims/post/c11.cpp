// C11: sharpness, exact, at the end of cosine and of the constant; §5 calls sharp minima those that overfit.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c11() {
  return {
      .id = "C11",
      .place = "the post, §3",
      .statement = "The long end near the floor lets cosine settle into a sharp minimum.",
      .refuted_if =
          "The sharpness at the end of cosine is not at least a quarter above that at the end of the constant of "
          "the same peak.",
      .task = "spirals hidden=32,32 steps=400",
      .arms = {{.name = "cosine, full batch", .plan = "cosine(from=0.5, steps=rest)", .peak = Peak::given},
               {.name = "constant, full batch", .plan = "constant(0.5)", .peak = Peak::given},
               {.name = "cosine, mini-batches",
                .plan = "cosine(from=0.5, steps=rest)",
                .setting = "batch=20",
                .peak = Peak::given},
               {.name = "constant, mini-batches", .plan = "constant(0.5)", .setting = "batch=20", .peak = Peak::given}},
      .effects = {{.a = "cosine, full batch",
                   .b = "constant, full batch",
                   .claimed = Claimed::higher,
                   .measure = "sharpness",
                   .margin = 1.25,
                   .where = "full batch"},
                  {.a = "cosine, mini-batches",
                   .b = "constant, mini-batches",
                   .claimed = Claimed::higher,
                   .measure = "sharpness",
                   .margin = 1.25,
                   .where = "mini-batches"}},
      .depends_on = "the batch",
      .probe = "sharpness"};
}

}  // namespace etude::claims
