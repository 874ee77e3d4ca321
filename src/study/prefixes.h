#pragma once
// What trials have in common: the steps that they begin with under the same rates.

#include <span>
#include <string>
#include <vector>

#include "etude/study/trials.h"

namespace etude::study {

/// Trials that start from the same state: of one seed, one backward pass, and with plans that drive the same.
/// They are in an order in which none shares more with another than with one of its neighbours, and a shorter one
/// comes before those that go on from it.
struct Family {
  train::Backward backward = train::Backward::corrected;
  std::uint32_t seed = 0;
  std::vector<std::size_t> trials;  // indices
  std::vector<Step> shared;         // first steps that trials[i] has in common with trials[i - 1]; shared[0] = 0
};

/// In ascending order of seeds. Every trial is in one family.
std::vector<Family> families(std::span<const Trial> trials);

}  // namespace etude::study
