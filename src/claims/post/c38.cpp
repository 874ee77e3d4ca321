// C38: best peaks under three losses.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c38() {
  return {.id = "C38",
          .place = "the post, §8",
          .statement = "The range of good rates differs by loss function.",
          .refuted_if = "The best peak with squared error is not at least twice that with cross-entropy.",
          .task = "spirals batch=20 hidden=32,32 steps=300",
          .arms = {{.name = "cross-entropy", .plan = "linear(from=0.5, steps=rest)", .peak = Peak::swept},
                   {.name = "MSE on softmax",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "loss=mse-softmax",
                    .peak = Peak::swept},
                   {.name = "MSE on logits",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "loss=mse-logits",
                    .peak = Peak::swept}},
          .effects = {{.a = "MSE on softmax",
                       .b = "cross-entropy",
                       .claimed = Claimed::higher,
                       .measure = "best_peak",
                       .margin = 2.0,
                       .where = "MSE on softmax"},
                      {.a = "MSE on logits",
                       .b = "cross-entropy",
                       .claimed = Claimed::higher,
                       .measure = "best_peak",
                       .margin = 2.0,
                       .where = "MSE on logits"}},
          .depends_on = "the squared error",
          .grid = {0.02, 20, 1.4142135623730951}};
}

}  // namespace etude::claims
