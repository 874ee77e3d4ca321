#pragma once
// Any schedule as plain Python: by its formulas, or as a table of a run.

#include <optional>
#include <string>

#include "etude/schedule/schedule.h"

namespace etude::dialect {

/// The source of `def rate(step):` by the formulas of the kinds; nothing where one of them has none.
std::optional<std::string> python_formula(const Schedule& schedule);

/// The source of `def rate(step):` and of what it needs besides `import math`; it gives the schedule's values to float64
/// rounding at every step from 0.
struct PythonFunction {
  std::string text;
  bool is_table = false;  // no formula says it: these are the rates of a run, and past it the last one holds
};

/// Refused where a table is needed and table_of() refuses it.
Result<PythonFunction> python_function(const Schedule& schedule, Step steps);

/// The numbers with commas between, several a line, each line after `indent` spaces.
std::string rows_of(const std::vector<double>& numbers, int indent);

}  // namespace etude::dialect
