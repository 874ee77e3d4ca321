#pragma once
// Rates and steps as notes and messages say them.

#include <string>

#include "etude/base/number.h"
#include "etude/base/step.h"

namespace etude::inline schedule {

inline std::string text(double x) { return significant(x, 6); }
inline std::string text(Step t) { return std::to_string(t); }

}  // namespace etude::schedule
