#pragma once
// Any schedule of etude's kinds as plain Python.

#include <string>

#include "etude/schedule/schedule.h"

namespace etude::dialect {

/// The source of `def rate(step):` and of the helpers that it calls; it needs `import math`.
/// It gives the schedule's values to float64 rounding at every step from 0. Refused for a callable, whose function
/// lives in C++ alone.
Result<std::string> python_function(const Schedule& schedule);

}  // namespace etude::dialect
