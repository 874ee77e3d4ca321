// PyTorch Lightning's rule: the steepest fall against the rate itself.
//
// Formula: argmin of d(m)/d(lr), m the running mean with factor 0.98, corrected by 1 - 0.98^(updates + 1), up to the
// first above 4 times the best, without ten losses at the beginning and one at the end. On an exponential sweep the
// distance of the first rates is small, so that noise there wins. Edges: fewer than two losses give none.
// Cost: linear. Source: PyTorch Lightning 2.6, tuner/lr_finder.py.

#include "range/rules.h"

namespace etude::range::rules {

std::optional<double> lightning(const Swept& swept) {
  const auto [lr, loss] = without(corrected_mean(swept, 0.98, 4, 1), 10, 1);
  if (loss.size() < 2) return std::nullopt;
  return lr[lowest(slopes(lr, loss))];
}

}  // namespace etude::range::rules
