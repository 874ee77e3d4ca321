#pragma once
// The search by which Python libraries find a milestone.

#include <vector>

#include "etude/base/step.h"

namespace etude::dialect {

/// Python's bisect_right, also of a list out of order, where std::upper_bound may find something else.
inline std::size_t bisect_right(const std::vector<Step>& list, Step t) {
  std::size_t low = 0, high = list.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (t < list[middle]) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace etude::dialect
