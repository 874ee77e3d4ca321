// C13: an attribution.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c13() {
  return {.id = "C13",
          .place = "the post, §4",
          .statement = "Goyal et al. discovered why transformers diverge without warm-up and introduced the fix.",
          .says =
              "It is about ResNet-50 on ImageNet with batches up to 8,192 on 256 GPUs: the linear scaling rule, and "
              "a gradual warm-up of 5 epochs. No transformer is in it; ResNet-110 had a warm-up in 2016, and the "
              "Transformer its own in the same month.",
          .reference = "Goyal et al.: Accurate, Large Minibatch SGD, 2017; He et al. 2016; Vaswani et al. 2017"};
}

}  // namespace etude::claims
