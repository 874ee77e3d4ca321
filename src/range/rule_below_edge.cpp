// A share of the rate at which the loss explodes.
//
// Formula: edge / 4; edge / 10 for optimizers of Adam's family. Edges: no explosion, no rate. Cost: none.
// Source: ours; docs/range-test.md holds it against the basin.

#include <cmath>

#include "range/rules.h"

namespace etude::range::rules {

std::optional<double> below_edge(const Swept& swept) {
  if (!std::isfinite(swept.edge)) return std::nullopt;
  return swept.edge / (swept.is_adaptive ? 10 : 4);
}

}  // namespace etude::range::rules
