// F26: a power decay from the first step, by the exponent of theory, exactly.

#include "claims/conditions.h"

namespace etude::claims {

Claim f26() {
  return under_each(
      {{"500 steps", "steps=500"}, {"2,000 steps", "steps=2000"}, {"8,000 steps", "steps=8000"}},
      "the length of the run",
      {.id = "F26",
       .place = "practice, after the theory of F24",
       .statement = "Of an easy target the power decay with the exponent of theory, from the first step on, beats "
                    "linear and cosine.",
       .refuted_if = "Each at its own best peak, the decay of power 2 beta - 1 = 3 does not end .2 % below linear and "
                     "below cosine.",
       .task = "power-law spectrum=2 source=1 batch=8",
       .arms = {{.name = "power 3", .plan = "polynomial(from=0.5, steps=rest, power=3)"},
                {.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "power 3", .b = "linear", .margin = 1.002}, {.a = "power 3", .b = "cosine", .margin = 1.002}},
       .grid = {0.04, 0.8, 1.189207115002721}});
}

}  // namespace etude::claims
