// C31: schedules beside the constant at its own peak, on three versions of the task.

#include "claims/conditions.h"

namespace etude::claims {

Claim c31() {
  return under_each(
      {{"full batch", ""}, {"mini-batches", "batch=20 hidden=32,32 steps=400"}, {"noisy labels", noisy_setting}},
      "the noise of the gradient",
      {.id = "C31",
       .place = "the post, §7",
       .statement = "Any reasonable schedule beats the constant rate.",
       .refuted_if = "A schedule does not end 2 % below the constant, each at its own tuned peak, on some task.",
       .task = "spirals",
       .arms = {{.name = "constant", .plan = "constant(0.5)"},
                {.name = "linear", .plan = "linear(from=0.5, steps=rest)"},
                {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"},
                {.name = "warm-up + cosine", .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)"}},
       .effects = {{.a = "linear", .b = "constant"},
                   {.a = "cosine", .b = "constant"},
                   {.a = "warm-up + cosine", .b = "constant"}}});
}

}  // namespace etude::claims
