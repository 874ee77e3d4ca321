#pragma once
// Whether what a law leaves of a log is noise, or a course that the law does not follow.

#include <span>

#include "forecast/evaluate.h"

namespace etude::forecast {

/// ln(measured / law) of every point that counts, run after run.
using Deviations = std::vector<std::vector<double>>;
Deviations deviations_of(std::span<const LoggedRun> runs, const Forecast& forecast, std::string_view law);

/// The median size.
double size_of(const Deviations& deviations);

/// Of noise, a point is off its two neighbours' mean by as much as off the law; here it is by less than a tenth of that.
bool is_systematic(const Deviations& deviations);

}  // namespace etude::forecast
