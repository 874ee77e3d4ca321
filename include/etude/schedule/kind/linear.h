#ifndef ETUDE_SCHEDULE_KIND_LINEAR_H
#define ETUDE_SCHEDULE_KIND_LINEAR_H
// A straight line between two rates.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = (1 - p) from + p to, p by `first` and `end` (ramp.h). Holds `to` past its end.
struct Linear {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?

  Step length() const { return steps; }
  Traits traits() const { return {.may_rise = true}; }
  std::string in_python() const { return python::ramp(*this, "1 - p"); }

  struct Compiled : RampCurve {
    explicit Compiled(const Linear& o) : RampCurve({o.steps, o.first, o.end}, math::Weight::left, o.from, o.to) {}
  };

  static constexpr std::string_view name = "linear";
  static constexpr std::string_view formula = "(1 - p) from + p to";
  static constexpr std::string_view meaning = "a straight line between two rates";
  static constexpr std::string_view source = "Li et al. 2020 (Budgeted Training); Devlin et al. 2019 (BERT)";
  static constexpr Example example{"linear(from=1, steps=5)", "1, 0.75, 0.5, 0.25, 0"};
  static constexpr auto fields(auto...) { return ramp_fields<Linear>(); }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Linear, linear, options)
