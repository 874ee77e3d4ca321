#pragma once
// Plans at another peak.

#include "etude/schedule/plan.h"

namespace etude::study {

/// The same plan with every rate times `factor`, a finite one, groups' rates too; other hyper-parameters stay. By 1:
/// the plan itself. A plan that is scaled already has its factor multiplied: scaled(scaled(p, 2), 4) == scaled(p, 8).
Plan scaled(const Plan& plan, double factor);

/// The largest rate of steps 0 ... steps - 1, at least one; groups' own rates do not count.
double peak_of(const Plan& plan, Step steps);

}  // namespace etude::study
