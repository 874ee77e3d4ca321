#pragma once

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// v(t) = (1 - p) from + p to, p by `first` and `end` (ramp.h). Holds `to` past its end.
struct Linear {
  double from = unset;        // the rate before the first move
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?

  double operator()(Step t) const { return mix(1 - progress(t, steps, first, end), from, to); }
  Step length() const { return steps; }

  static constexpr std::string_view name = "linear";
  static constexpr std::string_view formula = "(1 - p) from + p to";
  static constexpr std::string_view meaning = "a straight line between two rates";
  static constexpr std::string_view source = "Li et al. 2020 (Budgeted Training); Devlin et al. 2019 (BERT)";
  static auto fields() {
    return std::array{
        field<&Linear::from>("from", Unit::rate, {}, "the rate before the first move"),
        field<&Linear::to>("to", Unit::rate, {}, "the rate where it lands"),
        field<&Linear::steps>("steps", Unit::steps, {}, "how many steps"),
        field<&Linear::first>("first", Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
        field<&Linear::end>("end", Unit::choice, {}, "is `to` reached at the last step, or one after it?"),
    };
  }
};

}  // namespace etude
