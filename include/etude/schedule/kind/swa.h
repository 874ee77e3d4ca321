#ifndef ETUDE_SCHEDULE_KIND_SWA_H
#define ETUDE_SCHEDULE_KIND_SWA_H
// Leaves a schedule for a constant rate, for weight averaging.

#include "etude/schedule/compose.h"
#include "etude/schedule/kind/warmup.h"

namespace etude::inline schedule {

/// v(t) = (1 - w) a(t) + w to, w from 0 at `start` to 1 at `start` + `steps`, along half a cosine wave or a line: how
/// stochastic weight averaging leaves a schedule for its constant rate, which it holds.
struct Swa {
  std::vector<Schedule> of = {};  // the schedule that is left
  double to = unset;              // the constant rate
  Step start = 0;                 // the last step of the schedule alone
  Step steps = 10;                // how long the change takes; 0: at once
  Rise shape = Rise::cosine;      // how the weight rises

  double operator()(Step t) const;
  Step length() const;
  std::string check() const;
  Traits traits() const { return {.states_its_rates = false}; }
  std::string in_python(python::Functions& functions) const;

  static constexpr std::string_view name = "swa";
  static constexpr std::string_view formula = "(1 - w) a(t) + w to";
  static constexpr std::string_view meaning = "leaves a schedule for a constant rate, for weight averaging";
  static constexpr std::string_view source = "Izmailov et al. 2018 (Averaging Weights Leads to Wider Optima)";
  static constexpr Field takes = schedules({.least = 1, .most = 1}, "the schedule that is left");
  static constexpr Example example{"swa(constant(value=1), to=0, start=1, steps=2)", "1, 1, 0.5, 0, 0"};
  static constexpr auto fields(auto...) {
    return std::array{field<&Swa::to>(Unit::rate, {}, "the constant rate"),
                      field<&Swa::start>(Unit::steps, {}, "the last step of the schedule alone"),
                      field<&Swa::steps>(Unit::steps, {}, "how long the change takes"),
                      field<&Swa::shape>(Unit::choice, {}, "cosine or linear")};
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Swa, swa, inner_options)
