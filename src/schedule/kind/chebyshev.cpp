// The order of the steps doubles itself: each place is followed by its mirror image.

#include "etude/schedule/kind/chebyshev.h"

#include <algorithm>

namespace etude::inline schedule {

std::string Chebyshev::check() const {
  if (low > high) return "low must not be above high";
  if (permuted == Switch::yes && (steps & (steps - 1)) != 0) return "steps must be a power of two, or permuted=no";
  return "";
}

/// Where step t of `steps` stands in the order that doubles itself: each i is followed by its mirror image.
static Step permuted_index(Step t, Step steps) {
  if (steps <= 1) return 0;
  const Step half = permuted_index(t / 2, steps / 2);
  return t % 2 == 0 ? half : steps - 1 - half;
}

double Chebyshev::operator()(Step t) const {
  const Step at = std::min(t, std::max(steps - 1, Step{0}));
  const double i = static_cast<double>(permuted == Switch::yes ? permuted_index(at, steps) : at);
  const double centre = (1 / high + 1 / low) / 2, radius = (1 / low - 1 / high) / 2;
  return 1 / (centre - radius * math::cos_pi((i + 0.5) / static_cast<double>(std::max(steps, Step{1}))));
}

std::string Chebyshev::in_python() const {
  const Step count = std::max(steps, Step{1});
  const std::string permute = arithmetic(
      "i, n = 0, 2\n"
      "while n <= {}:\n"
      "    i = n - 1 - i if t // ({} // n) % 2 == 1 else i\n"
      "    n = 2 * n\n",
      {count, count});
  return python::lines(
      "t = min(t, {} - 1)\n"
      "{}"
      "centre, radius = (1 / {} + 1 / {}) / 2, (1 / {} - 1 / {}) / 2\n"
      "return 1 / (centre - radius * math.cos(math.pi * (i + 0.5) / {}))\n",
      {count, python::one_of(permuted, {"i = t\n", permute}), high, low, low, high, count});
}

}  // namespace etude::schedule
