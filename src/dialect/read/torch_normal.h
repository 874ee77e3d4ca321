#pragma once
// What torch.randn(1, generator=g) draws on a CPU after g.manual_seed(seed), one number after another.
//
// Two 32-bit outputs of MT19937 make 53 bits of a uniform number u in [0, 1), the first of them the high bits. Two such
// numbers make two normal ones (Box and Muller 1958): sqrt(-2 log(1 - u2)) times cos(2 pi u1), and at the next call
// times sin(2 pi u1). torch computes them in double and rounds each to float32; it takes the platform's log and cosine, we
// math::log and math::cos, so they may differ where that rounding is a close thing. Cost: what MT19937 takes for a seed.
// Source: ATen's CPUGeneratorImpl and DistributionsHelper, read in torch 2.15.

#include <optional>

#include "etude/base/random.h"

namespace etude::dialect {

class TorchNormal {
 public:
  explicit TorchNormal(std::int64_t seed) : generator_(static_cast<std::uint32_t>(seed)) {}

  float operator()();

 private:
  double uniform();

  RandomState generator_;
  std::optional<double> spare_;
};

}  // namespace etude::dialect
