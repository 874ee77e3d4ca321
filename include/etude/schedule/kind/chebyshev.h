#ifndef ETUDE_SCHEDULE_KIND_CHEBYSHEV_H
#define ETUDE_SCHEDULE_KIND_CHEBYSHEV_H
// Chebyshev steps in a fractal order.

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = 1 / (c - r cos(pi (i + 1/2) / steps)), c and r the mean and half the difference of 1/low and 1/high: the
/// fractal schedule, the Chebyshev steps for curvatures from 1/high to 1/low. With permuted=yes i runs through
/// 0 ... steps-1 in the order that keeps gradient descent stable, and `steps` must be a power of two; else i = t.
/// Past its end it holds. Cost: O(log steps).
struct Chebyshev {
  double low = unset;             // the smallest rate: one over the largest curvature
  double high = unset;            // the largest rate: one over the smallest curvature
  Step steps = unset_steps;       // how many
  Switch permuted = Switch::yes;  // in the order that is stable

  Step length() const { return steps; }
  std::string check() const;
  Traits traits() const { return {.scales_by_rates = false}; }  // it takes differences of their inverses
  std::string in_python() const;
  double operator()(Step t) const;

  static constexpr std::string_view name = "chebyshev";
  static constexpr std::string_view formula = "1 / (c - r cos(pi (i + 1/2) / steps))";
  static constexpr std::string_view meaning = "Chebyshev steps in a fractal order";
  static constexpr std::string_view source = "Agarwal et al. 2021 (Acceleration via Fractal Learning Rate Schedules)";
  static constexpr Example example{"chebyshev(low=0.1, high=1, steps=4)", "0.7449, 0.1035, 0.2647, 0.1385"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Chebyshev::low>(Unit::rate, {.above_least = true}, "the smallest rate"),
        field<&Chebyshev::high>(Unit::rate, {.above_least = true}, "the largest rate"),
        field<&Chebyshev::steps>(Unit::steps, {}, "how many; a power of two where permuted"),
        field<&Chebyshev::permuted>(Unit::choice, {}, "in the order that is stable"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Chebyshev, chebyshev, options)
