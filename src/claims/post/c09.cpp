// C09: the barrier between the end of the first period and the end of the run, and what the restart gains.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c09() {
  return {.id = "C09",
          .place = "the post, §3",
          .statement = "A restart lets the optimizer escape its first basin and find a deeper minimum.",
          .refuted_if =
              "On the straight line from the parameters before the restart to those at the end the loss does not "
              "rise by a hundredth of its first value: no barrier was crossed; or restarts do not end 2 % below one "
              "cosine, or below the constant of their sum of rates.",
          .task = "spirals",
          .arms = {{.name = "restarts", .plan = "cosine_restarts(from=0.5, to=0.001, period=25%, mult=3)"},
                   {.name = "cosine", .plan = "cosine(from=0.5, to=0.001, steps=rest)"}},
          .effects = {{.a = "restarts",
                       .claimed = Claimed::higher,
                       .measure = "barrier",
                       .reference = 0,
                       .margin = 0.01,
                       .is_ratio = false},
                      {.a = "restarts", .b = "cosine"},
                      {.a = "restarts", .b = "restarts control"}},
          .probe = "barrier"};
}

}  // namespace etude::claims
