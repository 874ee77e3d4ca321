// fastai's four rules.
//
// What they share: the running mean with factor 0.98 and bias correction, up to the first above 4 times the best,
// without a tenth of the planned updates at the beginning and five at the end.
//   valley   the longest falling subsequence found by its dynamic programme ends at e and has k losses: of the rates
//            from max(e - k, ...) to e the one at a third and a sixth of the way
//   steep    least difference quotient against log(lr), of neighbours
//   minimum  a tenth of the rate of the lowest
//   slide    from the right, two points 15 steps apart move left while their slopes differ by more than 0.005; the
//            rate of the left one before they stood still
// Edges: a sweep that was not finite loses no five losses but what was recorded after it; too few losses give none.
// Cost: quadratic for the valley, linear for the others. Source: fastai 2.8, callback/schedule.py.

#include <algorithm>
#include <cmath>

#include "range/rules.h"

namespace etude::range::rules {
namespace {

Kept seen_by_fastai(const Swept& swept) {
  const Kept kept = corrected_mean(swept, 0.98, 4);
  const bool goes_on = kept.lr.size() < swept.loss.size() && !std::isfinite(swept.loss[kept.lr.size()]);
  const std::size_t recorded = goes_on ? static_cast<std::size_t>(swept.planned) : kept.lr.size();
  const std::size_t after = recorded > kept.lr.size() ? recorded - kept.lr.size() : 0;
  return without(kept, static_cast<std::size_t>(swept.planned) / 10, after > 5 ? 0 : 5 - after);
}

}  // namespace

std::optional<double> fastai_valley(const Swept& swept) {
  const auto [lr, loss] = seen_by_fastai(swept);
  if (loss.size() < 2) return std::nullopt;
  std::vector<std::size_t> length(loss.size(), 1);
  std::size_t last = 0;
  std::ptrdiff_t first = 0;
  for (std::size_t i = 1; i < loss.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j)
      if (loss[i] < loss[j]) length[i] = std::max(length[i], length[j] + 1);
    if (length[i] <= length[last]) continue;
    last = i;
    first = static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(length[i]);
  }
  const double third = static_cast<double>(static_cast<std::ptrdiff_t>(last) - first) / 3;
  const std::ptrdiff_t index = first + static_cast<std::ptrdiff_t>(third) + static_cast<std::ptrdiff_t>(third / 2);
  return index < 0 ? lr.back() : lr[static_cast<std::size_t>(index)];
}

std::optional<double> fastai_steep(const Swept& swept) {
  const auto [lr, loss] = seen_by_fastai(swept);
  if (loss.size() < 2) return std::nullopt;
  const Values log_lr = logarithms(lr);
  Values quotients;
  for (std::size_t i = 0; i + 1 < loss.size(); ++i)
    quotients.push_back((loss[i + 1] - loss[i]) / (log_lr[i + 1] - log_lr[i]));
  return lr[lowest(quotients)];
}

std::optional<double> fastai_minimum(const Swept& swept) {
  const auto [lr, loss] = seen_by_fastai(swept);
  return loss.empty() ? std::nullopt : std::optional(lr[lowest(loss)] / 10);
}

std::optional<double> fastai_slide(const Swept& swept) {
  constexpr std::size_t apart = 15;
  const auto [lr, loss] = seen_by_fastai(swept);
  if (loss.size() <= apart) return std::nullopt;
  const Values slope = slopes(numbers(loss.size()), loss);
  std::size_t right = loss.size() - 1;
  double found = lr[right - apart];
  while (right >= apart && std::abs(slope[right] - slope[right - apart]) > 0.005) found = lr[right-- - apart];
  return found;
}

}  // namespace etude::range::rules
