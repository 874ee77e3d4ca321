// The one stable sort of the program; it sorts indices.

#include "etude/base/math.h"

#include <algorithm>
#include <numeric>

namespace etude::math {

std::vector<std::size_t> order_of(std::size_t count, const std::function<bool(std::size_t, std::size_t)>& before) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), before);
  return order;
}

}  // namespace etude::math
