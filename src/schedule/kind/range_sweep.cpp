// Its Python; the formula stands in the header.

#include "etude/schedule/kind/range_test.h"

namespace etude::inline schedule {

std::string RateSweep::in_python() const {
  const Step last = std::max(steps - 1, Step{0});
  const std::string p = steps <= 0 ? "p = 1" : arithmetic("p = (t - t % {}) / {}", {hold, std::max(last, Step{1})});
  const std::string rate = python::one_of(shape, {arithmetic("return {} * ({} / {}) ** p", {from, to, from}),
                                                  arithmetic("return (1 - p) * {} + p * {}", {from, to})});
  return python::lines("t = min(t, {})\n{}\n{}\n", {last, p, rate});
}

}  // namespace etude::schedule
