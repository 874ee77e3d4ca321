#ifndef ETUDE_SCHEDULE_KIND_HYPERBOLIC_H
#define ETUDE_SCHEDULE_KIND_HYPERBOLIC_H
// A branch of a hyperbola, which begins alike however long the run is.

#include <cmath>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// On which axis a curve has its shape: that of the rate, or of its logarithm.
enum class Axis { linear, log };
constexpr auto words_of(Axis) { return std::array<std::string_view, 2>{"linear", "log"}; }

/// v(t) = w from + (1 - w) to, or with axis=log from (to / from)^(1 - w), where w = 1 + f(p) - f(0), r = steps / bound,
/// f(p) = sqrt(r (1 - p) (2 - r (1 + p))). It starts at `from`, exactly. A longer bound bends it more and lets it end
/// higher; where bound = steps it is a line to `to`. Runs of different lengths under one bound begin with nearly the same
/// slope.
/// HyperbolicLR is hyperbolic(..., end=after), ExpHyperbolicLR is hyperbolic(..., end=after, axis=log).
struct Hyperbolic {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate that a run of `bound` steps would land on
  Step steps = unset_steps;   // how many
  Step bound = unset_steps;   // the steps of the longest run that is thought of; at least `steps`
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // is the end reached at the last update?
  Axis axis = Axis::linear;   // of the rate, or of its logarithm

  double operator()(Step t) const {
    const double w = 1 + height(progress(t, steps, first, end)) - height(0);
    return axis == Axis::linear ? mix(w, from, to) : from * math::pow(to / from, 1 - w);
  }
  double height(double p) const {
    const double r = static_cast<double>(steps) / static_cast<double>(bound);
    return std::sqrt(r * (1 - p) * (2 - r * (1 + p)));
  }
  Step length() const { return steps; }
  std::string check() const;
  std::string in_python() const;

  static constexpr std::string_view name = "hyperbolic";
  static constexpr std::string_view formula = "to + (from - to) (1 + f(p) - f(0)), f = sqrt(r (1 - p) (2 - r (1 + p)))";
  static constexpr std::string_view meaning =
      "a hyperbola that begins alike in runs of any length; with axis=log exp_hyperbolic";
  static constexpr std::string_view source = "Kim 2024 (HyperbolicLR and ExpHyperbolicLR)";
  static constexpr Example example{"hyperbolic(from=1, steps=5, bound=10)", "1, 0.852, 0.693, 0.509, 0.134"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Hyperbolic::from>(Unit::rate, {}, "the rate at the start"),
        field<&Hyperbolic::to>(Unit::rate, {}, "the rate that a run of `bound` steps would land on"),
        field<&Hyperbolic::steps>(Unit::steps, {}, "how many steps"),
        field<&Hyperbolic::bound>(Unit::steps, {.least = 1}, "the steps of the longest run that is thought of"),
        field<&Hyperbolic::first>(Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
        field<&Hyperbolic::end>(Unit::choice, {}, "is the end reached at the last step, or one after it?"),
        field<&Hyperbolic::axis>(Unit::choice, {}, "a hyperbola of the rate, or of its logarithm"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Hyperbolic, hyperbolic, options)
