#pragma once
// A formula as JAX computes it.

#include "dialect/write/formula.h"

namespace etude::dialect::code {

/// Does the formula, computed in whole numbers of 32 bits and in float32, give the schedule's rates over the run, to
/// what is allowed in float32? False too where it has a loop.
bool agrees_in_float32(const Formula& formula, const Schedule& schedule, Step steps);

}  // namespace etude::dialect::code
