#ifndef ETUDE_SCHEDULE_KIND_STEP_H
#define ETUDE_SCHEDULE_KIND_STEP_H
// A staircase: multiplied by gamma every period.

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from gamma^floor(t / period), so the first drop comes at t = period. Endless.
struct StepDecay {
  double from = unset;        // the rate before the first drop
  double gamma = 0.1;         // what each drop multiplies by
  Step period = unset_steps;  // steps between two drops; the first comes at t = period

  Step length() const { return endless; }
  Traits traits() const { return {.jumps = true}; }
  std::string in_python() const { return python::lines("return {} * {} ** (t // {})\n", {from, gamma, period}); }

  class Compiled {
   public:
    explicit Compiled(const StepDecay& options)
        : from_(options.from), period_(options.period), powers_(options.gamma) {}
    double operator()(Step t) const { return math::times(from_, powers_(static_cast<double>(t / period_))); }

   private:
    double from_;
    Step period_;
    math::Powers powers_;
  };

  static constexpr std::string_view name = "step";
  static constexpr std::string_view formula = "from gamma^floor(t / period)";
  static constexpr std::string_view meaning = "a staircase: multiplied by gamma every period";
  static constexpr std::string_view source = "He et al. 2016 (ResNet), with drops of 10";
  static constexpr Example example{"step(from=1, period=2)", "1, 1, 0.1, 0.1, 0.01"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&StepDecay::from>(Unit::rate, {}, "the rate before the first drop"),
        field<&StepDecay::gamma>(Unit::number, {.above_least = true}, "what each drop multiplies by"),
        field<&StepDecay::period>(Unit::steps, {.least = 1}, "steps between two drops"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(StepDecay, step_decay, options)
