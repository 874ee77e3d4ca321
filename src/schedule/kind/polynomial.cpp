// Its Python; the formula stands in the header.

#include "etude/schedule/kind/polynomial.h"

namespace etude::inline schedule {

std::string Polynomial::in_python() const {
  const std::string weight =
      python::one_of(base, {arithmetic("(1 - p) ** {}", {power}), arithmetic("1 - p ** {}", {power})});
  if (cycle == Switch::no || steps <= 0) return python::ramp(*this, weight);
  const std::string moved = python::one_of(first, {"", " + 1"}), last = python::one_of(end, {" - 1", ""});
  return python::lines(
      "steps = {} * max((t + {}) // {}, 1)\n"
      "p = (min(t, steps{}){}) / max(steps{}{}, 1)\n"
      "w = {}\n"
      "{}\n",
      {steps, steps - 1, steps, last, moved, last, moved, weight, python::mixed(from, to)});
}

}  // namespace etude::schedule
