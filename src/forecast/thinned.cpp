// Idea: a straight line is led on from a point as long as it passes within the tolerance of every value on the way; where
//       it would not, the value before becomes the next point.
// Formula: from (a, v_a) the slopes that pass value i are (v_i -+ tolerance - v_a) / (i - a); what all of them allow is an
//          interval that only narrows, and a line may end in i where its own slope lies in it.
// Edges: one value is one point.
// Cost: one look at each value.
// Source: the swinging door of process data (Bristol 1990).

#include <algorithm>
#include <limits>

#include "etude/base/number.h"
#include "etude/forecast/refinement.h"

namespace etude::forecast {
namespace {

double in_six_digits(double value) { return *to_double(significant(value, 6)); }

class Door {
 public:
  Door(std::size_t at, double value) : at_(static_cast<double>(at)), value_(value) {}

  /// May the line end in that value? Afterwards it must pass it.
  bool passes(std::size_t at, double value, double tolerance) {
    const double way = static_cast<double>(at) - at_, slope = (value - value_) / way;
    if (slope < least_ || slope > most_) return false;
    least_ = std::max(least_, slope - tolerance / way);
    most_ = std::min(most_, slope + tolerance / way);
    return true;
  }

 private:
  double at_, value_;
  double least_ = -std::numeric_limits<double>::infinity(), most_ = std::numeric_limits<double>::infinity();
};

}  // namespace

Piecewise thinned(std::span<const double> values, double tolerance) {
  Piecewise points{.at = {}, .values = {}};
  const auto add = [&](std::size_t at) {
    points.at.push_back(static_cast<double>(at));
    points.values.push_back(in_six_digits(values[at]));
    return Door(at, values[at]);
  };
  if (values.empty()) return points;
  Door door = add(0);
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (door.passes(i, values[i], tolerance)) continue;
    door = add(i - 1);
    door.passes(i, values[i], tolerance);
  }
  if (values.size() > 1) add(values.size() - 1);
  return points;
}

}  // namespace etude::forecast
