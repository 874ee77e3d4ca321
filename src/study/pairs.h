#pragma once
// The differences between the arms of a comparison.

#include "etude/record/comparison.h"

namespace etude::study {

/// Fills in the pairs of arms that have run, by final loss and, where it was measured, by held-out loss: each contender
/// with each, then each with its control. Holm's correction is over all pairs of a measure. What
/// is exact has no spread.
void add_pairs(Comparison& comparison, bool is_exact = false);

}  // namespace etude::study
