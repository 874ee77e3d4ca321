#pragma once

namespace etude {

/// False where a build leaves the training in float32 out, as the explorer's page does for its weight: what it would
/// need is not linked, and a task that asks for it is refused.
#ifdef ETUDE_WITHOUT_FLOAT32
inline constexpr bool has_float32 = false;
#else
inline constexpr bool has_float32 = true;
#endif

}  // namespace etude
