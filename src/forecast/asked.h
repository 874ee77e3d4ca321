#pragma once
// What every question about a course must have, whoever asks it.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

/// Refused: a forecast without a fit.
Result<void> check_fitted(const Forecast& forecast);

/// Refused: what check_fitted() refuses; a course with a rate that is negative or not finite, with none above 0, or with a
/// warm-up that is as long as it is.
Result<void> check_asked(const Forecast& forecast, const Course& course);

/// The first step that counts of any fitted run, with what FittedRun knows of it.
Step first_step_of(const Forecast& forecast);

/// A schedule may end at this share of the first step that counts; that it does so is told with it.
inline constexpr double shortest_told = 0.25;

/// Refused: a course that ends before that share of the first step that counts, unless sgd leads, whose law holds from the
/// start.
Result<void> check_length(const Forecast& forecast, const Course& course, double share = shortest_told);

}  // namespace etude::forecast
