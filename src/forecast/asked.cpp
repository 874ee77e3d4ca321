#include "forecast/asked.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "forecast/advice.h"
#include "forecast/laws.h"
#include "forecast/observe.h"

namespace etude::forecast {

Result<void> check_fitted(const Forecast& forecast) {
  if (forecast.peaks().empty()) return refuse("the forecast holds no runs; fit some first");
  return {};
}

Result<void> check_asked(const Forecast& forecast, const Course& course) {
  if (auto fitted = check_fitted(forecast); !fitted) return fitted;
  for (const double rate : course.rates)
    if (!std::isfinite(rate) || rate < 0)
      return refuse("a rate of the schedule is " + shortest(rate) + "; rates are finite numbers from 0");
  if (course.peak() == 0) return refuse("the schedule has no rate above 0; give one that trains");
  const auto steps = static_cast<Step>(course.rates.size());
  if (course.warmup_steps < 0 || course.warmup_steps >= steps)
    return refuse("the warm-up must be shorter than the schedule of " + std::to_string(steps) + " steps");
  return {};
}

Step first_step_of(const Forecast& forecast) {
  if (forecast.from > 0 || forecast.runs.empty()) return forecast.from;
  Step least = forecast.runs[0].steps;
  for (const FittedRun& run : forecast.runs) least = std::min(least, run.steps);
  return std::max<Step>(first_by_default(least), 1);
}

Result<void> check_length(const Forecast& forecast, const Course& course, double share) {
  const Step first = first_step_of(forecast), steps = static_cast<Step>(course.rates.size());
  if (leading_law(forecast) == sgd.word || static_cast<double>(steps) >= share * static_cast<double>(first)) return {};
  return refuse("a run of " + std::to_string(steps) + " steps ends before step " + std::to_string(first) +
                ", the first that counts in the logs; give a longer one, or fit anew with a lower --from");
}

}  // namespace etude::forecast
