// F18: real text, a transformer of two blocks.

#include "claims/conditions.h"

namespace etude::claims {

Claim f18() {
  return under_each(
      {{"pre-LN", "pre-norm=yes"}, {"post-LN", "pre-norm=no"}}, "the norm",
      {.id = "F18",
       .place = "Bergsma et al. 2025",
       .statement = "In transformers, too, straight to zero ends below cosine to a tenth.",
       .refuted_if =
           "Each at its own peak, warm-up and linear to zero does not end .5 % below warm-up and cosine to 10 %.",
       .task = "text width=16 heads=2 blocks=2 context=16 batch=8 limit=300 steps=200",
       .arms = {{.name = "linear to 0", .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)"},
                {.name = "cosine to 10 %",
                 .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, to=0.05, steps=rest)"}},
       .effects = {{.a = "linear to 0", .b = "cosine to 10 %", .margin = 1.005}},
       .grid = {0.005, 0.08, 1.4142135623730951}});
}

}  // namespace etude::claims
