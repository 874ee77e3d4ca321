#pragma once
// A task in words, as a claim says it.

#include <string>

#include "etude/base/result.h"
#include "etude/train/task.h"

namespace etude::claims {

/// "spirals hidden=32,32 steps=600 batch=20": the name of a task, then fields of it by their names (train::task_fields())
/// or its steps; later words stand above earlier ones. Refused: a name or a value that is none.
Result<train::Task> task_of(const std::string& words);

}  // namespace etude::claims
