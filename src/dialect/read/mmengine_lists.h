#pragma once
// Several schedulers of mmengine at once, and the window in which each acts.

#include "dialect/read/reading.h"

namespace etude::dialect::mmengine {

constexpr Step infinite = 1000000000;  // mmengine's INF

struct Span {
  Step begin = 0, end = infinite;
  Step steps() const { return end - begin; }
};

Result<Reading> read_together(Arguments& a);

}  // namespace etude::dialect::mmengine
