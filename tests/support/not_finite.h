#pragma once
// The numbers that are none, or no finite ones, which most tests try.

#include <limits>

namespace etude {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double inf = std::numeric_limits<double>::infinity();

}  // namespace etude
