#pragma once
// How far apart two schedules end, and whether that can be told.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

struct Difference {
  double difference = 0;  // the end of the one minus that of the other: by the model for choosing
  double half_width = 0;  // of its 90 % interval
  bool is_told() const { return difference > half_width || difference < -half_width; }

  static constexpr auto facts(auto...) {
    return facts_of<&Difference::difference, &Difference::half_width, &Difference::is_told>();
  }
};

/// Both runs share the seed of a fit, so what the logs leave open of the level cancels; what they leave open of a drop's
/// worth does not. At one peak the half width is 1.645 sigma, sigma^2 a sum of squares as measured on the logs of
/// tests/golden/curves:
///
///   floor       .0015 of the loss: what laws miss of a difference, and the noise between repeated runs
///   opinions    half of the distance between those of the laws that may choose that are farthest apart; none
///               where sgd leads, since the logs do not follow the others
///   parameters  half of what the fits' own covariance leaves open of the difference
///
/// At two peaks, or of runs that are not equally long, the difference is that of their values, and its half width the root
/// of the sum of the squares of both runs' own. Refused: what predict() refuses.
Result<Difference> difference(const Forecast& forecast, const Course& one, const Course& other, bool is_forced = false);

}  // namespace etude::forecast
