// C19: attention logits and gradients in the first tenth of a run.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c19() {
  return {.id = "C19",
          .place = "the post, §4 and §8",
          .statement = "Without warm-up the attention softmax amplifies early instabilities.",
          .refuted_if =
              "Warm-up does not lower, by a tenth, the largest attention logit and the largest gradient of the run's "
              "first tenth.",
          .task = "text width=16 heads=2 context=16 batch=8 limit=200 steps=100",
          .arms = {{.name = "warm-up, 2 blocks",
                    .plan = "warmup(to=0.02, steps=20%) then linear(from=0.02, steps=rest)",
                    .setting = "blocks=2",
                    .peak = Peak::given},
                   {.name = "none, 2 blocks",
                    .plan = "linear(from=0.02, steps=rest)",
                    .setting = "blocks=2",
                    .peak = Peak::given},
                   {.name = "warm-up, 6 blocks",
                    .plan = "warmup(to=0.02, steps=20%) then linear(from=0.02, steps=rest)",
                    .setting = "blocks=6",
                    .peak = Peak::given},
                   {.name = "none, 6 blocks",
                    .plan = "linear(from=0.02, steps=rest)",
                    .setting = "blocks=6",
                    .peak = Peak::given}},
          .effects = {{.a = "warm-up, 2 blocks",
                       .b = "none, 2 blocks",
                       .measure = "early_logit",
                       .margin = 1.1,
                       .where = "2 blocks"},
                      {.a = "warm-up, 2 blocks",
                       .b = "none, 2 blocks",
                       .measure = "early_gradient",
                       .margin = 1.1,
                       .where = "2 blocks"},
                      {.a = "warm-up, 6 blocks",
                       .b = "none, 6 blocks",
                       .measure = "early_logit",
                       .margin = 1.1,
                       .where = "6 blocks"},
                      {.a = "warm-up, 6 blocks",
                       .b = "none, 6 blocks",
                       .measure = "early_gradient",
                       .margin = 1.1,
                       .where = "6 blocks"}},
          .depends_on = "the depth",
          .probe = "attention"};
}

}  // namespace etude::claims
