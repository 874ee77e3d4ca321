// C17: warm-up beside none.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c17() {
  return {.id = "C17",
          .place = "the post, §4",
          .statement =
              "Warm-up + cosine ends at .0542 where cosine alone ends at .0913; without warm-up the first steps are "
              "destructive.",
          .refuted_if =
              "Another loss in the fourth digit; or warm-up does not end 2 % lower, at the post's peak or at tuned "
              "ones (there also beside the constant of its own sum of rates); or the loss without it does not rise by "
              "a fifth above its first value.",
          .task = "spirals",
          .arms = {{.name = "as written: cosine",
                    .plan = "cosine(from=0.08, to=0.0001, steps=300)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "as written: warm-up",
                    .plan = "warmup(to=0.08, steps=30) then cosine(from=0.08, to=0.0001, steps=270)",
                    .setting = "backward=as-written",
                    .peak = Peak::given},
                   {.name = "post: cosine", .plan = "cosine(from=0.08, to=0.0001, steps=300)", .peak = Peak::given},
                   {.name = "post: warm-up",
                    .plan = "warmup(to=0.08, steps=30) then cosine(from=0.08, to=0.0001, steps=270)",
                    .peak = Peak::given},
                   {.name = "cosine", .plan = "cosine(from=0.5, steps=rest)"},
                   {.name = "warm-up", .plan = "warmup(to=0.5, steps=10%) then cosine(from=0.5, steps=rest)"}},
          .effects = {{.a = "as written: cosine",
                       .claimed = Claimed::printed,
                       .reference = 0.0913,
                       .where = "the printed figures"},
                      {.a = "as written: warm-up",
                       .claimed = Claimed::printed,
                       .reference = 0.0542,
                       .where = "the printed figures"},
                      {.a = "post: warm-up", .b = "post: cosine", .where = "the post's peak"},
                      {.a = "post: cosine",
                       .b = "post: cosine",
                       .claimed = Claimed::higher,
                       .measure = "peak_loss",
                       .beside = "first_loss",
                       .margin = 1.2,
                       .where = "destructive first steps"},
                      {.a = "warm-up", .b = "cosine", .where = "tuned peaks"},
                      {.a = "warm-up", .b = "warm-up control", .where = "tuned peaks"}},
          .depends_on = "what is compared"};
}

}  // namespace etude::claims
