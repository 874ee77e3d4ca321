#pragma once
// The step, by which everything is counted.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace etude {

/// The index of an optimizer update, from 0; a T-step run has the steps 0 ... T-1.
using Step = std::int64_t;

/// The last step at which a schedule may be asked: 2^62.
inline constexpr Step max_step = Step{1} << 62;
/// The length of a schedule that never ends.
inline constexpr Step endless = std::numeric_limits<Step>::max();

/// As many as there are: of samples that are read, of points that are kept.
inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

}  // namespace etude
