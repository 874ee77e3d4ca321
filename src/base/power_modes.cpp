#include "base/power_modes.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude {

double next_group(double first) { return std::max(first + 1, std::floor(first * 1.0905077326652577)); }

double sum_of_powers(double k, double first, double last) {
  if (last - first == 1) return math::pow(first, -k);
  const auto below = [&](double x) { return math::pow(x, 1 - k) / (1 - k) + k * math::pow(x, -k - 1) / 24; };
  return below(last - 0.5) - below(first - 0.5);
}

}  // namespace etude
