#pragma once
// Schedules as etude's own C++.

#include <string>

#include "etude/schedule/plan.h"

namespace etude::dialect {

/// A whole program that makes the plan and prints step,lr as CSV.
Result<std::string> cpp_program(const Plan& plan, Step steps);

}  // namespace etude::dialect
