// F24: the best rates of an easy target, exactly.

#include "claims/conditions.h"

namespace etude::claims {

Claim f24() {
  return under_each(
      {{"beta = 1.5", "spectrum=1.5"}, {"beta = 2", "spectrum=2"}}, "the spectrum",
      {.id = "F24",
       .place = "Optimal learning-rate schedules under functional scaling laws, 2026",
       .statement = "Of an easy target, whose source is at least 1 - 1/beta (beta the exponent of the spectrum), the "
                    "best schedule ends as a power decay with the exponent 2 beta - 1.",
       .refuted_if =
           "The exponent by which the best rates fall, sought numerically, over 2 beta - 1, is off 1 by more than 6 %.",
       .task = "power-law source=1 batch=8 steps=2000",
       .arms = {{.name = "constant", .plan = "constant(0.78)", .peak = Peak::given}},
       .effects = {{.a = "constant", .claimed = Claimed::same, .measure = "power_by_theory", .margin = 1.06}},
       .probe = "best-rates"});
}

}  // namespace etude::claims
