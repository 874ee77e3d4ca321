// Three rules that look for the steepest fall from step to step.
//
//   pytorch-lr-finder  argmin of d(m)/d(step), m <- 0.95 m + 0.05 loss up to the first above 5 times the best, without
//                      ten losses at the beginning and five at the end
//   ignite             argmin of (m[i + 1] - m[i - 1]) / 2 of the same m, from the beginning up to its minimum
//   keras-lr-finder    argmin of (loss[i] - loss[i - 20]) / 20, and 0 for the first 20, without ten and five
// Edges: on another number of steps they find another rate; too few losses give none. Cost: linear.
// Source: torch-lr-finder 0.2.2; PyTorch-Ignite 0.5, handlers/lr_finder.py; keras_lr_finder, get_best_lr(sma=20).

#include "range/rules.h"

namespace etude::range::rules {

std::optional<double> pytorch_lr_finder(const Swept& swept) {
  const auto [lr, loss] = without(plain_mean(swept), 10, 5);
  if (loss.size() < 2) return std::nullopt;
  return lr[lowest(slopes(numbers(loss.size()), loss))];
}

std::optional<double> ignite(const Swept& swept) {
  const auto [lr, loss] = plain_mean(swept);
  if (loss.empty()) return std::nullopt;
  const std::size_t end = lowest(loss);
  if (end < 2) return std::nullopt;
  Values halves;
  for (std::size_t i = 1; i < end; ++i) halves.push_back(0.5 * (loss[i + 1] - loss[i - 1]));
  return lr[lowest(halves) + 1];
}

std::optional<double> keras_lr_finder(const Swept& swept) {
  constexpr std::size_t apart = 20;
  const Kept kept = raw(swept);
  Kept changes{kept.lr, Values(kept.loss.size(), 0.0)};
  for (std::size_t i = apart; i < kept.loss.size(); ++i)
    changes.loss[i] = (kept.loss[i] - kept.loss[i - apart]) / static_cast<double>(apart);
  const auto [lr, change] = without(changes, 10, 5);
  return change.empty() ? std::nullopt : std::optional(lr[lowest(change)]);
}

}  // namespace etude::range::rules
