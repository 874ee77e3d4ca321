// Idea: lay the growing periods out once, as sorted first steps; find a step's period by binary search and its place
// in it by subtraction, all in integers. floor(log(...)) misses exact restarts: period=10 mult=3 at 1210, for one.
// Edges: a period that floor() leaves as it is repeats by division; so does the last one of the table.

#include "etude/schedule/kind/cosine_restarts.h"

namespace etude {
namespace {

constexpr std::size_t most_periods = 65536;

/// floor(period mult), or max_step where that is more.
Step grown(Step period, double mult) {
  const double longer = static_cast<double>(period) * mult;
  return longer < static_cast<double>(max_step) ? static_cast<Step>(longer) : max_step;
}

}  // namespace

CosineRestarts::Compiled::Compiled(const CosineRestarts& options) : from_(options.from), to_(options.to) {
  Step start = 0;
  Step period = options.period;
  for (bool grows = true; grows;) {
    starts_.push_back(start);
    periods_.push_back(period);
    grows = grown(period, options.mult) > period && start <= max_step - period && starts_.size() < most_periods;
    start += grows ? period : 0;
    period = grown(period, options.mult);
  }
}

double CosineRestarts::Compiled::operator()(Step t) const {
  const auto after = std::upper_bound(starts_.begin() + 1, starts_.end(), t);
  const auto i = static_cast<std::size_t>(after - starts_.begin()) - 1;
  Step s = t - starts_[i];
  if (s >= periods_[i]) s %= periods_[i];
  return mix(cosine_weight(progress(s, periods_[i], First::from, End::last)), from_, to_);
}

}  // namespace etude
