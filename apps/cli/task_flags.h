#pragma once
// The flags that say what is trained.

#include <string>
#include <vector>

#include "etude/base/result.h"
#include "etude/train/power_law.h"
#include "etude/train/task.h"
#include "flags.h"

namespace etude::cli {

/// A task by name, and every field of it (etude/train/task.h, etude/train/power_law.h).
class TaskFlags {
 public:
  TaskFlags();
  void add_to(Flags& flags);
  /// Whether it is the exact laboratory, which has other fields than the tasks that train a network.
  bool is_power_law() const { return task_ == train::power_law_name; }
  /// The task with what was given of its fields; the message names the flag. Refused: one that this task does not read.
  Result<train::Task> read(const Flags& flags) const;
  /// The same of the laboratory, once flags.read_fields() has been asked.
  Result<train::PowerLawTask> read_power_law(const Flags& flags) const;
  /// "--task", "--data", ...
  std::vector<std::string> names() const;

 private:
  std::string task_ = "spirals";
  std::vector<std::string> values_;  // one a field
  train::PowerLawTask power_law_;
};

}  // namespace etude::cli
