#pragma once
// Plans at another peak.

#include "etude/schedule/plan.h"

namespace etude::study {

/// The same plan with every rate rescaled(), groups' rates too; other hyper-parameters stay.
Plan scaled(const Plan& plan, Factor by);

/// The largest rate of steps 0 ... steps - 1, at least one; groups' own rates do not count.
double peak_of(const Plan& plan, Step steps);

}  // namespace etude::study
