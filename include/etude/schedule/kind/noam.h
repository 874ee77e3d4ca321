#ifndef ETUDE_SCHEDULE_KIND_NOAM_H
#define ETUDE_SCHEDULE_KIND_NOAM_H
// The original Transformer's: a linear rise, then one over the root.

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = factor d_model^-1/2 min(s^-1/2, s warmup^-3/2), s = t + 1 (first=moved, as the paper counts) or t: a linear
/// rise to factor / sqrt(d_model warmup), then one over the root of the step. Endless.
struct Noam {
  double d_model = unset;      // the width of the model
  Step warmup = unset_steps;   // the steps of the rise
  double factor = 1;           // what all is multiplied by
  First first = First::moved;  // is the first update step 1, or step 0 with rate 0?

  double operator()(Step t) const {
    const double s = static_cast<double>(t) + (first == First::moved ? 1 : 0);
    const double w = static_cast<double>(warmup);
    const double rise = s / (w * std::sqrt(w));
    return factor / std::sqrt(d_model) * (s > 0 ? std::min(1 / std::sqrt(s), rise) : rise);
  }
  Step length() const { return endless; }
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python() const {
    return python::lines(
        "{}\n"
        "rise = s / ({} * math.sqrt({}))\n"
        "return {} / math.sqrt({}) * (min(1 / math.sqrt(s), rise) if s > 0 else rise)\n",
        {python::one_of(first, {"s = t", "s = t + 1"}), warmup, warmup, factor, d_model});
  }

  static constexpr std::string_view name = "noam";
  static constexpr std::string_view formula = "factor d_model^-1/2 min(s^-1/2, s warmup^-3/2), s = t + 1";
  static constexpr std::string_view meaning = "the original Transformer's: a linear rise, then one over the root";
  static constexpr std::string_view source = "Vaswani et al. 2017 (Attention Is All You Need)";
  static constexpr Example example{"noam(d_model=1, warmup=4)", "0.125, 0.25, 0.375, 0.5, 0.4472"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Noam::d_model>(Unit::number, {.above_least = true}, "the width of the model"),
        field<&Noam::warmup>(Unit::steps, {.least = 1}, "the steps of the rise"),
        field<&Noam::factor>(Unit::rate, {}, "what all is multiplied by"),
        field<&Noam::first>(Unit::choice, {}, "is the first update step 1 (moved), or step 0 with rate 0 (from)?"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Noam, noam, options)
