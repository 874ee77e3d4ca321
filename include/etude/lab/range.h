#pragma once
// The learning-rate range test: a run whose rate grows until the loss explodes.

#include <cstdint>

#include "etude/base/record.h"
#include "etude/base/result.h"
#include "etude/lab/trainer.h"

namespace etude {

struct RangeOptions {
  double from = 1e-6;  // the first rate
  double to = 1;       // the rate that the sweep leads to, one step after its last
  Step steps = 200;
  std::uint32_t seed = 0;
  double explosion = 4;  // stop at the first loss above this many times the best before it, or not finite
};

/// The post's test (section 6): lr_t = from (to / from)^(t / steps); the losses' running mean with factor 0.9 and bias
/// correction; the suggestion is the rate where that falls fastest against log10(lr). Fewer than two losses give none.
/// Refused: rates that are not positive or do not grow, steps below 2.
Result<RangeTest> range_test(const Prepared& prepared, const RangeOptions& options = {});

}  // namespace etude
