// C05: a drop against none, from the same checkpoint.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c05() {
  return {.id = "C05",
          .place = "the post, §2",
          .statement = "Step decay wins because the sudden drop lets the model settle into a tighter minimum.",
          .refuted_if =
              "From the same checkpoint, the run whose rate drops does not end at least 2 % below the one whose rate "
              "stays.",
          .task = "spirals",
          .arms = {{.name = "post: drops", .plan = "step(from=0.05, gamma=0.5, period=100)", .peak = Peak::given},
                   {.name = "post: stays", .plan = "constant(0.05)", .peak = Peak::given},
                   {.name = "noise: drops",
                    .plan = "constant(0.5, steps=70%) then constant(0.05)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::given},
                   {.name = "noise: stays",
                    .plan = "constant(0.5)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400",
                    .peak = Peak::given}},
          .effects = {{.a = "post: drops", .b = "post: stays", .where = "the post's rates"},
                      {.a = "noise: drops", .b = "noise: stays", .where = "noisy mini-batches"}},
          .depends_on = "the noise of the gradient"};
}

}  // namespace etude::claims
