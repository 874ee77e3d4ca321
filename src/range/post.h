#pragma once
// The post's own range test.

#include <string_view>

#include "etude/record/range.h"
#include "etude/train/prepared.h"

namespace etude::range {

struct PostOptions {
  double from = 1e-6;  // the first rate
  double to = 1;       // the rate that the sweep leads to, one step after its last
  Step steps = 200;
  std::uint32_t seed = 0;
  double explosion = 4;  // stop at the first loss above this many times the best before it, or not finite
};

/// The post's test (section 6): lr_t = from (to / from)^(t / steps); the losses' running mean with factor 0.9 and bias
/// correction; the suggestion is the rate where that falls fastest against log10(lr). Fewer than two losses give none.
/// Refused: rates that are not positive or do not grow, steps below 2.
Result<RangeTest> post_test(const train::Prepared& prepared, const PostOptions& options = {});

/// What the post says of its test.
inline constexpr std::string_view post_prints =
    "The post prints \"Suggested max LR: ~0.02-0.05 (depends on random seed)\".";

}  // namespace etude::range
