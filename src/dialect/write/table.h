#pragma once
// The run as a table: what says a schedule that neither the kinds nor the target have a formula for.

#include <vector>

#include "etude/schedule/plan.h"

namespace etude::dialect {

inline constexpr Step longest_table = 1'000'000;

/// The steps of the run before the first at which the schedule raises.
Step steps_before_error(const Schedule& schedule, Step steps);

/// The values at those steps. Refused for more than a million steps, and where the schedule raises at step 0.
Result<std::vector<double>> rates_of(const Schedule& schedule, Step steps);

/// The schedule's values at the steps of the run, each held until it changes: a piecewise to the same bits. Past the
/// run the last one holds; where the schedule raises within it, the table does.
/// Refused where rates_of() refuses it, and for a rate below 0.
Result<Schedule> table_of(const Schedule& schedule, Step steps);

/// The plan with a table in the place of each schedule that is made of functions.
Result<Plan> with_tables(const Plan& plan, Step steps);

}  // namespace etude::dialect
