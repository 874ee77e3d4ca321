// F11: schedule-free beside linear decay.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim f11() {
  return {
      .id = "F11",
      .place = "Defazio et al. 2024 (The Road Less Scheduled)",
      .statement = "Schedule-free training matches a tuned linear decay without knowing the length of the run.",
      .refuted_if =
          "Each at its own peak, schedule-free ends more than 5 % above linear decay under its rule, SGD with "
          "momentum or AdamW.",
      .task = "spirals batch=20 label-noise=0.1 hidden=32,32 steps=400",
      .arms = {{.name = "schedule-free, SGD", .plan = "constant(0.5)", .setting = "optimizer=schedule-free-sgd"},
               {.name = "linear, SGD", .plan = "linear(from=0.5, steps=rest)", .setting = "optimizer=momentum"},
               {.name = "schedule-free, AdamW", .plan = "constant(0.5)", .setting = "optimizer=schedule-free-adamw"},
               {.name = "linear, AdamW", .plan = "linear(from=0.5, steps=rest)", .setting = "optimizer=adamw"}},
      .effects = {{.a = "schedule-free, SGD",
                   .b = "linear, SGD",
                   .claimed = Claimed::no_higher,
                   .margin = 1.05,
                   .where = "SGD"},
                  {.a = "schedule-free, AdamW",
                   .b = "linear, AdamW",
                   .claimed = Claimed::no_higher,
                   .margin = 1.05,
                   .where = "AdamW"}},
      .depends_on = "the rule",
      .grid = {0.002, 2.56, 1.4142135623730951}};
}

}  // namespace etude::claims
