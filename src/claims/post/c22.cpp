// C22: cyclical rates beside constants.

#include "claims/conditions.h"

namespace etude::claims {

Claim c22() {
  return under_each({{"full batch", ""}, {"mini-batches", noisy_setting}}, "the noise of the gradient",
                    {.id = "C22",
                     .place = "the post, §5",
                     .statement = "Raising the rate again and again during training helps.",
                     .refuted_if = "The held-out loss of cyclical rates is not at least 2 % below that of the constant "
                                   "at its own peak, or below that of the constant of the same sum.",
                     .task = "spirals",
                     .arms = {{.name = "cyclic", .plan = "cyclic(low=0.05, high=0.5, up=50)"},
                              {.name = "constant", .plan = "constant(0.5)"}},
                     .effects = {{.a = "cyclic", .b = "constant", .measure = "heldout_loss"},
                                 {.a = "cyclic", .b = "cyclic control", .measure = "heldout_loss"}}});
}

}  // namespace etude::claims
