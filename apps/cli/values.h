#pragma once
// The values of flags: read as strictly as a spec is, with the same kind of message.

#include <cstdint>
#include <string>
#include <vector>

#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/train/task.h"
#include "flags.h"

namespace etude::cli {

/// A whole number from `least` to `most` (1000, 1e6), or a refusal: "--steps must be a whole number ...".
Result<std::int64_t> whole_number(const std::string& flag, const std::string& text, std::int64_t least,
                                  std::int64_t most);

/// A finite number above 0.
Result<double> positive_number(const std::string& flag, const std::string& text);

/// The flags that say what is trained: a task by name, and every field of it (etude/train/task.h).
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
