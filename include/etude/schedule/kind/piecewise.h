#ifndef ETUDE_SCHEDULE_KIND_PIECEWISE_H
#define ETUDE_SCHEDULE_KIND_PIECEWISE_H
// A table of points and the curve through them.

#include <algorithm>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// How a curve gets from one point to the next: hold keeps the earlier value until the next point's step.
enum class Interpolation { linear, cosine, exponential, hold };
constexpr auto words_of(Interpolation) {
  return std::array<std::string_view, 4>{"linear", "cosine", "exponential", "hold"};
}

/// The curve through the points (at[i], values[i]); holds the first value before them and the last after them.
/// `at` grows strictly and need not be whole. Ends at its last point. Cost: a binary search among the points.
struct Piecewise {
  std::vector<double> at;      // the steps of the points
  std::vector<double> values;  // the rate at each
  Interpolation interpolation = Interpolation::linear;

  Step length() const { return static_cast<Step>(std::min(at.back(), 0x1p61)) + 1; }
  std::string check() const;
  Traits traits() const { return {.jumps = interpolation == Interpolation::hold}; }
  std::string in_python() const;

  double operator()(Step t) const;

  static constexpr std::string_view name = "piecewise";
  static constexpr std::string_view formula = "values[i] at at[i], interpolated between";
  static constexpr std::string_view meaning = "a table of points and the curve through them";
  static constexpr std::string_view source = "Coleman et al. 2017 (DAWNBench) and many tables since";
  static constexpr Example example{"piecewise(at=[0, 2, 4], values=[0, 1, 0])", "0, 0.5, 1, 0.5, 0"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Piecewise::at>(Unit::durations, {.most = 0x1p61}, "the steps of the points"),
        field<&Piecewise::values>(Unit::numbers, {}, "the rate at each"),
        field<&Piecewise::interpolation>(Unit::choice, {}, "how it gets from one to the next"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Piecewise, piecewise, options)
