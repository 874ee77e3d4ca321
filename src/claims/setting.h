#pragma once
// A task in words, as a claim says it.

#include <string>

#include "etude/base/result.h"
#include "etude/claims/claims.h"

namespace etude::claims {

/// "spirals hidden=32,32 steps=600 batch=20": the name of a task, then fields of it by their names (train::task_fields();
/// of power-law, those that its structs state) or its steps; later words stand above earlier ones. Refused: a name or a
/// value that is none.
Result<AnyTask> task_of(const std::string& words);

Step steps_of(const AnyTask& task);
/// Empty, or why it cannot be trained.
std::string complaint_of(const AnyTask& task);

}  // namespace etude::claims
