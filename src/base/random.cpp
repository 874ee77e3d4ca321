// Uniform and normal numbers from the bits of the Mersenne Twister, as NumPy draws them.

#include "etude/base/random.h"

#include <cmath>

#include "etude/base/math.h"

namespace etude {

double RandomState::uniform() {
  const double high = bits() >> 5;
  const double low = bits() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double RandomState::normal() {
  if (spare_normal_) {
    const double kept = *spare_normal_;
    spare_normal_.reset();
    return kept;
  }
  double x1 = 0, x2 = 0, r2 = 0;
  do {
    x1 = 2 * uniform() - 1;
    x2 = 2 * uniform() - 1;
    r2 = x1 * x1 + x2 * x2;
  } while (r2 >= 1 || r2 == 0);
  const double f = std::sqrt(-2 * math::log(r2) / r2);
  spare_normal_ = f * x1;
  return f * x2;
}

}  // namespace etude
