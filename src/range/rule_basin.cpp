// The rate at which the smoothed loss of the sweep is lowest.
//
// Formula: argmin of the loss smoothed in log10(lr), before the edge; a third of it for optimizers of Adam's family.
// Edges: none where there are no losses. Cost: none. Source: ours, chosen by measured regret: docs/range-test.md.

#include <cmath>

#include "range/rules.h"

namespace etude::range::rules {

std::optional<double> basin(const Swept& swept) {
  if (!std::isfinite(swept.basin)) return std::nullopt;
  return swept.basin / (swept.is_adaptive ? 3 : 1);
}

}  // namespace etude::range::rules
