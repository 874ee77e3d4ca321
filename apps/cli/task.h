#pragma once
// A task as it is typed, made ready for the verbs that train.

#include <string>

#include "etude/train/prepared.h"
#include "spec.h"
#include "values.h"

namespace etude::cli {

constexpr std::int64_t longest_run = 100'000'000;  // updates

/// The task of the flags with its data loaded, for a run of --steps updates or --epochs passes, or the task's own
/// length.
Result<train::Prepared> prepare(const TaskFlags& task, const std::string& steps, const std::string& epochs,
                                const Flags& flags);

/// What amounts such as 5%, 3ep and rest mean in a run of this task.
Horizon horizon_of(const train::Prepared& prepared);

/// Refused: a schedule of the plan that has no value at a step of the run.
Result<void> check_values(const dialect::Spec& spec, Step steps);

}  // namespace etude::cli
