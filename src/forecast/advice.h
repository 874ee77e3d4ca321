#pragma once
// What a set of logs cannot tell, each with the run to add: refused where numbers would only look fine, else a warning.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

/// Of ln(measured / fitted): no noise of training is so large, so a run that lies further off is refused.
inline constexpr double far_off = 0.02;

/// Peaks that differ by less are one: of a cosine's rates, logged now and then, none need be its peak.
inline constexpr double one_peak = 0.01;
bool is_same_peak(double a, double b);

/// The law whose values are told: forecast.law, and pplq for the joint one, which is never alone.
std::string_view leading_law(const Forecast& forecast);

/// Whether a run lowers its rate enough to tell what drops do.
bool has_drop(const FittedRun& run);

/// Refused: no run, a name twice, a run without a point that counts, no constant stretch, no drop of the rate.
Result<void> check_runs(std::span<const FittedRun> runs);

/// Refused: runs that one law cannot fit together.
Result<void> check_misfits(const Forecast& forecast);

std::vector<std::string> warnings_of(const Forecast& forecast);

}  // namespace etude::forecast
