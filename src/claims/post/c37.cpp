// C37: decay and warm-up at two budgets.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c37() {
  return {
      .id = "C37",
      .place = "the post, §8",
      .statement = "Shorter runs need faster decay; longer ones gain from extended warm-up.",
      .refuted_if =
          "Each at its own peak, at 100 steps the decay by .97 does not end 2 % below that by .995; or at 1,200 steps "
          "that by .995 not 2 % below that by .97; or at 1,200 steps warm-up over 20 % does not end 2 % below that "
          "over 2 %.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32",
      .arms = {{.name = "fast, 100", .plan = "exponential(from=0.5, rate=0.97)", .setting = "steps=100"},
               {.name = "slow, 100", .plan = "exponential(from=0.5, rate=0.995)", .setting = "steps=100"},
               {.name = "fast, 1200", .plan = "exponential(from=0.5, rate=0.97)", .setting = "steps=1200"},
               {.name = "slow, 1200", .plan = "exponential(from=0.5, rate=0.995)", .setting = "steps=1200"},
               {.name = "20 %, 1200",
                .plan = "warmup(to=0.5, steps=20%) then cosine(from=0.5, steps=rest)",
                .setting = "steps=1200"},
               {.name = "2 %, 1200",
                .plan = "warmup(to=0.5, steps=2%) then cosine(from=0.5, steps=rest)",
                .setting = "steps=1200"}},
      .effects = {{.a = "fast, 100", .b = "slow, 100", .where = "short runs"},
                  {.a = "slow, 1200", .b = "fast, 1200", .where = "long runs"},
                  {.a = "20 %, 1200", .b = "2 %, 1200", .where = "extended warm-up"}},
      .depends_on = "what is asked"};
}

}  // namespace etude::claims
