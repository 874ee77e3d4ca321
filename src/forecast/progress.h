#pragma once
// What a law counts as progress beside the sum over the updates.

#include "forecast/evaluate.h"

namespace etude::forecast {

/// s0 times the sum of the warm-up's rates; MTL takes the warm-up as if at the peak.
inline double progress_ahead(const Law& law, const LawNumbers& numbers, double warmup_sum, double warmup_steps,
                             double peak) {
  const double share = numbers[Role::warmup_share] * warmup_sum;
  return law.kernel == Kernel::forgetting ? share + warmup_steps * peak - warmup_sum : share;
}

}  // namespace etude::forecast
