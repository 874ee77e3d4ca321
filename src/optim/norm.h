#pragma once
// The norm in vectors of a given width, for the tests that hold the widths against each other.

#include <span>

#include "optim/vectors.h"

namespace etude::optim {

/// global_norm in vectors of that width.
template <class Real>
double norm_in(Width width, std::span<const Real> values);

}  // namespace etude::optim
