#pragma once

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// v(t) = w from + (1 - w) to, w = (1 + cos(pi p)) / 2, p by `first` and `end` (ramp.h). Holds past its end.
/// With the defaults v(0) = from and v(steps - 1) = to, both exact; steps = 1 gives from.
struct Cosine {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?

  double operator()(Step t) const { return mix(cosine_weight(progress(t, steps, first, end)), from, to); }
  Step length() const { return steps; }

  static constexpr std::string_view name = "cosine";
  static constexpr std::string_view formula = "to + (from - to) (1 + cos(pi p)) / 2";
  static constexpr std::string_view meaning = "half a cosine wave from one rate to another";
  static constexpr std::string_view source = "Loshchilov and Hutter 2016 (SGDR)";
  static auto fields() {
    return std::array{
        field<&Cosine::from>("from", Unit::rate, {}, "the rate at the start"),
        field<&Cosine::to>("to", Unit::rate, {}, "the rate where it lands"),
        field<&Cosine::steps>("steps", Unit::steps, {}, "how many steps"),
        field<&Cosine::first>("first", Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
        field<&Cosine::end>("end", Unit::choice, {}, "is `to` reached at the last step, or one after it?"),
    };
  }
};

}  // namespace etude
