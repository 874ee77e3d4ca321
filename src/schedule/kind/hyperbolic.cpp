// Its Python, and what it refuses; the formula stands in the header.

#include "etude/schedule/kind/hyperbolic.h"

namespace etude::inline schedule {

std::string Hyperbolic::check() const {
  if (bound < steps)
    return "bound (" + std::to_string(bound) + ") must be at least steps (" + std::to_string(steps) + ")";
  if (axis == Axis::linear || (from > 0 && to > 0)) return "";
  return "from and to must be above 0 with axis=log: no curve on a log axis reaches 0";
}

std::string Hyperbolic::in_python() const {
  const std::string log = arithmetic("return {} * ({} / {}) ** (1 - w)", {from, to, from});
  return python::lines(
      "{}\n"
      "r = {} / {}\n"
      "w = 1 + math.sqrt(r * (1 - p) * (2 - r * (1 + p))) - math.sqrt(r * (2 - r))\n"
      "{}\n",
      {python::progress_line(steps, first, end), steps, bound, python::one_of(axis, {python::mixed(from, to), log})});
}

}  // namespace etude::schedule
