// C16: the variance of gradients of 10 and of 50 samples, at the start.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c16() {
  return {.id = "C16",
          .place = "the post, §4",
          .statement =
              "A large batch reduces the variance of the gradient only after enough diverse samples have been seen.",
          .refuted_if =
              "Before the first update, the variance of the gradient of 50 samples is not within a factor of 2 of that "
              "of 10 "
              "samples (it is a fifth of it where it goes as 1/B).",
          .task = "spirals batch=50 steps=100",
          .arms = {{.name = "run", .plan = "constant(0.1)", .peak = Peak::given}},
          .effects = {{.a = "run",
                       .b = "run",
                       .claimed = Claimed::same,
                       .measure = "variance_50",
                       .beside = "variance_10",
                       .margin = 2.0}},
          .probe = "variance"};
}

}  // namespace etude::claims
