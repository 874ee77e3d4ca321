#pragma once
// What every question about a course must have, whoever asks it.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

/// Refused: a forecast without a fit.
Result<void> check_fitted(const Forecast& forecast);

/// Refused: what check_fitted() refuses; a course with a rate that is negative or not finite, with none above 0, or with a
/// warm-up that is as long as it is.
Result<void> check_asked(const Forecast& forecast, const Course& course);

}  // namespace etude::forecast
