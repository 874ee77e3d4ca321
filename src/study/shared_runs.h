#pragma once
// Trials whose common beginnings are trained once.

#include <map>
#include <span>

#include "etude/study/trials.h"
#include "etude/train/prepared.h"

namespace etude::study {

/// The tasks of trials, one a backward pass, as long as its longest run.
using Tasks = std::map<train::Backward, train::Prepared>;

/// Refused: what a task cannot have.
Result<Tasks> tasks_of(const train::Prepared& given, std::span<const Trial> trials);

/// As native_runner() promises. `tasks` are those of the trials.
Result<void> run_shared(const Tasks& tasks, std::span<const Trial> trials, const Finished& finished, unsigned threads);

}  // namespace etude::study
