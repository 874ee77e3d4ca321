#pragma once
// How far apart two schedules end, and whether that can be told.

#include "etude/forecast/forecast.h"

namespace etude::forecast {

struct Difference {
  double difference = 0;  // the end of the one minus that of the other, by the law that chooses
  double half_width = 0;  // of its 90 % interval
  bool is_told() const { return difference > half_width || difference < -half_width; }

  static constexpr auto facts(auto...) {
    return facts_of<&Difference::difference, &Difference::half_width, &Difference::is_told>();
  }
};

/// Both runs share the seed of a fit, so what the logs leave open of the level cancels; what they leave open of a drop's
/// worth does not. At one peak the half width is 1.645 times the root of
///   (any law's own error: .005)^2 + (half the sd that the fitted parameters give)^2 + (half of how far laws are apart)^2,
/// the laws being those that may choose; at two peaks it is the root of the sum of the squares of both runs' own. Of the
/// thirteen differences to the first among the shipped runs of one length and peak, twelve lie within.
/// Refused: what predict() refuses.
Result<Difference> difference(const Forecast& forecast, const Course& one, const Course& other, bool is_forced = false);

}  // namespace etude::forecast
