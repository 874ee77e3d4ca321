#pragma once
// The flags that say what is trained.

#include <string>
#include <vector>

#include "etude/base/result.h"
#include "etude/train/task.h"
#include "flags.h"

namespace etude::cli {

/// A task by name, and every field of it (etude/train/task.h).
class TaskFlags {
 public:
  TaskFlags();
  void add_to(Flags& flags);
  /// The task with what was given of its fields; the message names the flag. Refused: one that this task does not read.
  Result<train::Task> read(const Flags& flags) const;
  /// "--task", "--data", ...
  std::vector<std::string> names() const;

 private:
  std::string task_ = "spirals";
  std::vector<std::string> values_;  // one a field
};

}  // namespace etude::cli
