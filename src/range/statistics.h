#pragma once
// A rate over several sweeps.

#include <cstdint>
#include <vector>

#include "etude/record/range.h"

namespace etude::range {

/// The geometric mean of those rates that are not NaN, with the 95 % interval of their resampled geometric means; one
/// rate has no interval.
RateInterval over_seeds(const std::vector<double>& rates, std::uint32_t seed, std::size_t resamples);

/// A seed where the sweep did not reach a rate has no part in it there; where fewer than half did, the curve ends.
void lay_curve(RangeStudy& study);

}  // namespace etude::range
