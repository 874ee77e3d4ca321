#pragma once
// What one run trains on and is measured by.

#include <cstdint>
#include <memory>
#include <vector>

#include "etude/data/dataset.h"

namespace etude::train {

/// Inputs, which runs share that have the same.
template <class Real>
using SharedInputs = std::shared_ptr<const std::vector<Real>>;

template <class Real>
struct RunData {
  data::Dataset train;  // all but its inputs
  SharedInputs<Real> inputs;
  std::vector<std::int32_t> heldout_labels;  // none: nothing is held out
  SharedInputs<Real> heldout_inputs;
};

}  // namespace etude::train
