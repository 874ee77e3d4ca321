// The order of the draws is torch's: u1 before u2.

#include "dialect/read/torch_normal.h"

#include <cmath>
#include <utility>

#include "etude/base/math.h"

namespace etude::dialect {

double TorchNormal::uniform() {
  const std::uint64_t high = generator_.bits(), low = generator_.bits();
  const std::uint64_t bits = (high << 32 | low) & ((std::uint64_t{1} << 53) - 1);
  return static_cast<double>(bits) * 0x1p-53;
}

float TorchNormal::operator()() {
  if (const auto kept = std::exchange(spare_, std::nullopt)) return static_cast<float>(*kept);
  const double u1 = uniform(), u2 = uniform();
  const double length = std::sqrt(-2 * math::log(1 - u2)), angle = 2 * math::pi * u1;
  spare_ = length * math::sin(angle);
  return static_cast<float>(length * math::cos(angle));
}

}  // namespace etude::dialect
