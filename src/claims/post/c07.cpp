// C07: an attribution.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c07() {
  return {.id = "C07",
          .place = "the post, §2",
          .statement = "The Transformer used the rate LR0 / sqrt(t).",
          .says =
              "d_model^-0.5 min(t^-0.5, t warmup^-1.5) with 4,000 steps of warm-up and Adam (.9, .98, 1e-9): the "
              "square root comes after a linear rise, and no LR0 is chosen, the width of the model sets it.",
          .reference = "Vaswani et al.: Attention Is All You Need, 2017"};
}

}  // namespace etude::claims
