#pragma once
// Which trials begin alike, and for how many steps.

#include <cstdint>
#include <span>
#include <vector>

#include "etude/record/comparison.h"
#include "etude/study/trials.h"

namespace etude::study {

/// Trials that start from the same state: of one seed, one backward pass, and with plans that drive the same. They are
/// sorted by the values that they train under, so that none shares more steps with another than with one of its
/// neighbours; a shorter one comes before those that go on from it.
struct SortedTrials {
  train::Backward backward = train::Backward::corrected;
  std::uint32_t seed = 0;
  std::vector<std::size_t> trials;  // indices
  std::vector<Step> shared;         // first steps that trials[i] has in common with trials[i - 1]; shared[0] = 0
};

/// In ascending order of seeds. Every trial is in one list.
std::vector<SortedTrials> sorted(std::span<const Trial> trials);

}  // namespace etude::study
