#pragma once
// Short runs that tune what a rule suggests.

#include "etude/range/range.h"

namespace etude::range {

/// The plan that drives all rates by this, or those of the group alone.
Result<Plan> driving(const Schedule& rate, const SweepOptions& options);

/// See test() in range.h. Where no run comes to its end the suggestion stays as it is, with a note.
Result<void> tune_by_short_runs(RangeStudy& study, const study::Runner& runner, const SweepOptions& options);

}  // namespace etude::range
