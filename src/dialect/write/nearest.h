#pragma once
// Where a target cannot say a schedule: the same shape by other conventions about both ends of its ramps, which the
// target may be able to say.

#include <vector>

#include "etude/schedule/plan.h"

namespace etude::dialect {

/// The plan with every ramp's first= and end= set alike, a warm-up's apart from the others', each also a step late, as
/// after a first step at its first rate: all that differ from it.
std::vector<Plan> by_other_conventions(const Plan& plan);

}  // namespace etude::dialect
