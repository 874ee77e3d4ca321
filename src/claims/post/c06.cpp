// C06: an attribution.

#include "etude/claims/claim.h"

namespace etude::claims {

Claim c06() {
  return {.id = "C06",
          .place = "the post, §2 and references",
          .statement = "The ResNet paper trained at 0.1, divided by 10 at epochs 30, 60 and 90.",
          .says =
              "On CIFAR-10: 0.1, divided by 10 after 32k and 48k of 64k iterations at batch 128; ResNet-110 began at "
              ".01 until the error fell below 80 %, about 400 iterations. The epochs 30, 60 and 90 are not in the "
              "paper.",
          .reference = "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, 2016"};
}

}  // namespace etude::claims
