// C12: an attribution.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c12() {
  return {.id = "C12",
          .place = "the post, §3",
          .statement = "GPT-3, LLaMA and BERT use cosine or a close variant.",
          .says =
              "GPT-3 and LLaMA: warm-up, then cosine to a tenth of the peak. BERT: 10,000 steps of warm-up, then "
              "LINEAR decay.",
          .reference = "Brown et al. 2020; Touvron et al. 2023; Devlin et al. 2018"};
}

}  // namespace etude::claims
