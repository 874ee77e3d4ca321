// C31: schedules beside the constant at its own peak, on three versions of the task.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c31() {
  return {.id = "C31",
          .place = "the post, §7",
          .statement = "Any reasonable schedule beats the constant rate.",
          .refuted_if = "A schedule does not end 2 % below the constant, each at its own tuned peak, on some task.",
          .task = "spirals",
          .arms = {{.name = "constant, full batch", .plan = "constant(0.5)"},
                   {.name = "linear, full batch", .plan = "linear(from=0.5, steps=rest)"},
                   {.name = "cosine, full batch", .plan = "cosine(from=0.5, steps=rest)"},
                   {.name = "warm-up + cosine, full batch",
                    .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)"},
                   {.name = "constant, mini-batches",
                    .plan = "constant(0.5)",
                    .setting = "batch=20 hidden=32,32 steps=400"},
                   {.name = "linear, mini-batches",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 hidden=32,32 steps=400"},
                   {.name = "cosine, mini-batches",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 hidden=32,32 steps=400"},
                   {.name = "warm-up + cosine, mini-batches",
                    .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 hidden=32,32 steps=400"},
                   {.name = "constant, noisy labels",
                    .plan = "constant(0.5)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "linear, noisy labels",
                    .plan = "linear(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "cosine, noisy labels",
                    .plan = "cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"},
                   {.name = "warm-up + cosine, noisy labels",
                    .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)",
                    .setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400"}},
          .effects = {{.a = "linear, full batch", .b = "constant, full batch", .where = "full batch"},
                      {.a = "cosine, full batch", .b = "constant, full batch", .where = "full batch"},
                      {.a = "warm-up + cosine, full batch", .b = "constant, full batch", .where = "full batch"},
                      {.a = "linear, mini-batches", .b = "constant, mini-batches", .where = "mini-batches"},
                      {.a = "cosine, mini-batches", .b = "constant, mini-batches", .where = "mini-batches"},
                      {.a = "warm-up + cosine, mini-batches", .b = "constant, mini-batches", .where = "mini-batches"},
                      {.a = "linear, noisy labels", .b = "constant, noisy labels", .where = "noisy labels"},
                      {.a = "cosine, noisy labels", .b = "constant, noisy labels", .where = "noisy labels"},
                      {.a = "warm-up + cosine, noisy labels", .b = "constant, noisy labels", .where = "noisy labels"}},
          .depends_on = "the noise of the gradient"};
}

}  // namespace etude::claims
