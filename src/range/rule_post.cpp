// The post's rule: the steepest fall against log10(lr).
//
// Formula: argmin of d(m)/d(log10 lr), m the running mean with factor 0.9 and bias correction, over all losses up to
// the first above 4 times the best. Edges: fewer than two losses give none. Cost: linear. Source: the post, section 6.

#include <limits>

#include "range/rules.h"

namespace etude::range::rules {

std::optional<double> post(const Swept& swept) {
  Kept kept = corrected_mean(swept, 0.9, std::numeric_limits<double>::infinity());
  const std::size_t end = raw(swept).lr.size();
  kept.lr.resize(end);
  kept.loss.resize(end);
  return steepest(kept);
}

}  // namespace etude::range::rules
