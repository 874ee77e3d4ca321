// C15: how far Adam's second moments are off, after 10, 100 and 300 updates.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c15() {
  return {.id = "C15",
          .place = "the post, §4",
          .statement = "Even with bias correction, the first few hundred of Adam's estimates are wildly inaccurate.",
          .refuted_if =
              "At parameters that do not move, the corrected estimate of the squared gradient is, for the median "
              "parameter, off by less than a factor of 2 from what 2,000 more updates give.",
          .task = "spirals optimizer=adam batch=20 hidden=32,32 steps=2000",
          .arms = {{.name = "still", .plan = "constant(1e-9)", .peak = Peak::given}},
          .effects = {{.a = "still",
                       .claimed = Claimed::higher,
                       .measure = "error_10",
                       .reference = 2.0,
                       .margin = 1.0,
                       .where = "10 updates"},
                      {.a = "still",
                       .claimed = Claimed::higher,
                       .measure = "error_100",
                       .reference = 2.0,
                       .margin = 1.0,
                       .where = "100 updates"},
                      {.a = "still",
                       .claimed = Claimed::higher,
                       .measure = "error_300",
                       .reference = 2.0,
                       .margin = 1.0,
                       .where = "300 updates"}},
          .depends_on = "the number of updates",
          .probe = "moments"};
}

}  // namespace etude::claims
