#pragma once
// The metrics of a log: its columns of numbers that have no meaning of their own to a study.

#include <span>
#include <string>
#include <vector>

#include "etude/record/outcome.h"
#include "record/log.h"

namespace etude::program {

/// Reads metrics off a log, row by row. A column is one where all of its cells are numbers or empty.
class LoggedMetrics {
 public:
  /// Whether the row has a number in any of these columns.
  bool take(std::span<const OtherCell> cells);

  /// What was found, in the order of the columns: those that have a number, named as they may be shown.
  std::vector<Metric> found() &&;

 private:
  struct Column {
    Metric metric;
    bool has_text = false;
    bool has_number = false;
  };
  std::vector<Column> columns_;
};

}  // namespace etude::program
