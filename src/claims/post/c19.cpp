// C19: attention logits and gradients in the first tenth of a run.

#include "claims/conditions.h"

namespace etude::claims {

Claim c19() {
  return under_each({{"2 blocks", "blocks=2"}, {"6 blocks", "blocks=6"}}, "the depth",
                    {.id = "C19",
                     .place = "the post, §4 and §8",
                     .statement = "Without warm-up the attention softmax amplifies early instabilities.",
                     .refuted_if = "Warm-up does not lower, by a tenth, the largest attention logit and the largest "
                                   "gradient of the run's first tenth.",
                     .task = "text width=16 heads=2 context=16 batch=8 limit=200 steps=100",
                     .arms = {{.name = "warm-up",
                               .plan = "warmup(to=0.02, steps=20%) then linear(from=0.02, steps=rest)",
                               .peak = Peak::given},
                              {.name = "none", .plan = "linear(from=0.02, steps=rest)", .peak = Peak::given}},
                     .effects = {{.a = "warm-up", .b = "none", .measure = "early_logit", .margin = 1.1},
                                 {.a = "warm-up", .b = "none", .measure = "early_gradient", .margin = 1.1}},
                     .probe = "attention"});
}

}  // namespace etude::claims
