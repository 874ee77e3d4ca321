#include "forecast/observe.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude::forecast {

Step first_step_of(Step from, Step warmup_steps, Step steps) {
  return from > 0 ? from : std::max(warmup_steps, first_by_default(steps));
}

Step first_step_of(const LoggedRun& run, Step from) {
  return first_step_of(from, run.warmup_steps, static_cast<Step>(run.rates.size()));
}

Observations observe(const LoggedRun& run, Step first, std::size_t stride, const Weighing& weighing, const Law& law) {
  Observations observed;
  std::vector<Step> at;
  const double last = static_cast<double>(run.steps.back()), decayed = 0.9 * run.peak();
  for (std::size_t i = (run.steps.size() - 1) % stride; i < run.steps.size(); i += stride) {
    if (run.steps[i] < first) continue;
    at.push_back(updates_at(run.steps[i], run.rates.size()));
    observed.log_losses.push_back(math::log(run.losses[i]));
    const double share = std::sqrt(static_cast<double>(run.steps[i]) / last);
    const bool is_decayed = run.rates[static_cast<std::size_t>(at.back() - 1)] < decayed;
    observed.weights.push_back(share * (is_decayed ? weighing.decayed : 1));
  }
  if (weighing.points > 0)
    for (double& weight : observed.weights) weight *= std::sqrt(weighing.points / static_cast<double>(at.size()));
  observed.outline = outline_of(law, run.rates, run.warmup_steps, at);
  return observed;
}

}  // namespace etude::forecast
