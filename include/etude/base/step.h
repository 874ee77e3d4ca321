#pragma once
// The step, by which everything is counted.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace etude {

/// The index of an optimizer update, from 0; a T-step run has the steps 0 ... T-1.
using Step = std::int64_t;

/// As many as there are: of samples that are read, of points that are kept.
inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

}  // namespace etude
