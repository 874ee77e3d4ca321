// C33: an attribution.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c33() {
  return {.id = "C33",
          .place = "the post, §7",
          .statement = "A transformer or LLM: warm-up + cosine. A ConvNet: 1-cycle or step decay.",
          .says =
              "Today's records: airbench94 (CIFAR-10, 94 % in 2.59 s on an A100) goes linearly from 1 to 0 from step "
              "0 on, without warm-up; airbench96 rises over 10 % and goes linearly to 0; modded-nanogpt's main "
              "record has no warm-up and a linear cooldown over the last 60 % to .15; MLPerf's GPT-3 fixes the final "
              "rate at 10 % of the peak. In AlgoPerf 2024 Schedule-Free AdamW won the self-tuning track, and still "
              "warms up.",
          .reference = "airbench; modded-nanogpt; MLPerf Training; AlgoPerf 2024"};
}

}  // namespace etude::claims
