#include "forecast/asked.h"

#include <cmath>

#include "etude/base/number.h"

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

}  // namespace etude::forecast
