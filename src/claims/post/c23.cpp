// C23: the 1-cycle policy in 100 steps beside step decay in 100 and in 800.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c23() {
  return {
      .id = "C23",
      .place = "the post, §5",
      .statement = "The 1-cycle policy reaches a better accuracy in fewer epochs than conventional schedules.",
      .refuted_if =
          "In an eighth of the steps its held-out accuracy is not .2 % above that of step decay; or at equal steps it "
          "is not.",
      .task = "digits",
      .arms = {{.name = "1-cycle, 100 steps", .plan = "one_cycle(peak=0.5, steps=100)", .setting = "steps=100"},
               {.name = "step, 100 steps", .plan = "step(from=0.5, gamma=0.1, period=34)", .setting = "steps=100"},
               {.name = "step, 800 steps", .plan = "step(from=0.5, gamma=0.1, period=267)", .setting = "steps=800"}},
      .effects = {{.a = "1-cycle, 100 steps",
                   .b = "step, 800 steps",
                   .claimed = Claimed::higher,
                   .measure = "heldout_accuracy",
                   .margin = 1.002,
                   .where = "an eighth of the steps"},
                  {.a = "1-cycle, 100 steps",
                   .b = "step, 100 steps",
                   .claimed = Claimed::higher,
                   .measure = "heldout_accuracy",
                   .margin = 1.002,
                   .where = "the same number of steps"}},
      .depends_on = "the number of steps"};
}

}  // namespace etude::claims
