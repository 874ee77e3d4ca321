#ifndef ETUDE_SCHEDULE_KIND_RANGE_TEST_H
#define ETUDE_SCHEDULE_KIND_RANGE_TEST_H
// The growing rate of a range test.

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// How a range test raises the rate.
enum class Sweep { exponential, linear };
constexpr auto words_of(Sweep) { return std::array<std::string_view, 2>{"exponential", "linear"}; }

/// The rate of a range test: from `from` at step 0 to `to` at the last, growing by the same factor or the same amount
/// every `hold` steps. Holds past its end.
struct RateSweep {
  double from = unset;               // the rate at the start
  double to = unset;                 // the rate at the last step
  Step steps = unset_steps;          // how many
  Sweep shape = Sweep::exponential;  // by a factor or by an amount
  Step hold = 1;                     // steps between two changes

  double operator()(Step t) const {
    const Step at = std::min(t, std::max(steps - 1, Step{0}));
    const double p = progress(at - at % hold, steps, First::from, End::last);
    if (shape == Sweep::linear || p == 0 || p == 1) return mix(p, to, from);
    return from * math::pow(to / from, p);
  }
  Step length() const { return steps; }
  std::string check() const {
    return shape == Sweep::linear || (from > 0 && to > 0) ? "" : "from and to must be above 0, or shape=linear";
  }
  Traits traits() const { return {.may_rise = true, .sweeps = true}; }
  std::string in_python() const;

  static constexpr std::string_view name = "range_test";
  static constexpr std::string_view formula = "from (to / from)^(t / (steps - 1))";
  static constexpr std::string_view meaning = "the growing rate of a range test";
  static constexpr std::string_view source = "Smith 2017 (Cyclical Learning Rates for Training Neural Networks)";
  static constexpr Example example{"range_test(from=0.001, to=10, steps=5)", "0.001, 0.01, 0.1, 1, 10"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&RateSweep::from>(Unit::rate, {}, "the rate at the start"),
        field<&RateSweep::to>(Unit::rate, {}, "the rate at the last step"),
        field<&RateSweep::steps>(Unit::steps, {}, "how many steps"),
        field<&RateSweep::shape>(Unit::choice, {}, "by a factor or by an amount"),
        field<&RateSweep::hold>(Unit::steps, {.least = 1}, "steps between two changes"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(RateSweep, range_sweep, options)
