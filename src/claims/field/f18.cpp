// F18: real text, a transformer of two blocks.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f18() {
  return {
      .id = "F18",
      .place = "Bergsma et al. 2025",
      .statement = "In transformers, too, straight to zero ends below cosine to a tenth.",
      .refuted_if =
          "Each at its own peak, warm-up and linear to zero does not end .5 % below warm-up and cosine to 10 %.",
      .task = "text width=16 heads=2 blocks=2 context=16 batch=8 limit=300 steps=200",
      .arms = {{.name = "linear to 0, pre-LN",
                .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                .setting = "pre-norm=yes"},
               {.name = "cosine to 10 %, pre-LN",
                .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, to=0.05, steps=rest)",
                .setting = "pre-norm=yes"},
               {.name = "linear to 0, post-LN",
                .plan = "warmup(to=0.5, steps=10%) then linear(from=0.5, steps=rest)",
                .setting = "pre-norm=no"},
               {.name = "cosine to 10 %, post-LN",
                .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, to=0.05, steps=rest)",
                .setting = "pre-norm=no"}},
      .effects = {{.a = "linear to 0, pre-LN", .b = "cosine to 10 %, pre-LN", .margin = 1.005, .where = "pre-LN"},
                  {.a = "linear to 0, post-LN", .b = "cosine to 10 %, post-LN", .margin = 1.005, .where = "post-LN"}},
      .depends_on = "the norm",
      .grid = {0.005, 0.08, 1.4142135623730951}};
}

}  // namespace etude::claims
