#include "forecast/systematic.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "forecast/laws.h"
#include "forecast/observe.h"

namespace etude::forecast {
namespace {

constexpr double noise_share = 0.1;

double median_of(std::vector<double> sizes) {
  if (sizes.empty()) return 0;
  for (double& each : sizes) each = std::abs(each);
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  return *middle;
}

}  // namespace

Deviations deviations_of(std::span<const LoggedRun> runs, const Forecast& forecast, std::string_view word) {
  const Law& law = *law_called(word);
  Deviations all;
  for (const LoggedRun& run : runs) {
    const LawFit& fit = *forecast.fit_of(word, run.peak());
    const Observations seen = observe(run, first_step_of(run, forecast.from), 1, {}, law);
    auto& own = all.emplace_back(evaluate(law, numbers_of(law, fit.parameters), unit_of(law, fit.peak), seen.outline));
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = seen.log_losses[i] - math::log(own[i]);
  }
  return all;
}

double size_of(const Deviations& deviations) {
  std::vector<double> all;
  for (const auto& run : deviations) all.insert(all.end(), run.begin(), run.end());
  return median_of(std::move(all));
}

bool is_systematic(const Deviations& deviations) {
  std::vector<double> bends;
  for (const auto& run : deviations)
    for (std::size_t i = 1; i + 1 < run.size(); ++i) bends.push_back(run[i] - (run[i - 1] + run[i + 1]) / 2);
  return !bends.empty() && median_of(std::move(bends)) < noise_share * size_of(deviations);
}

}  // namespace etude::forecast
