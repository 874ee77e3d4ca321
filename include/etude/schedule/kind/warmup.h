#pragma once

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// v(t) = from + (to - from) (t + 1) / steps: the first update has moved already, the last one stands at `to`.
/// Followed by anything: warmup(to=0.08, steps=30) then cosine(from=0.08, to=1e-4, steps=270).
struct Warmup {
  double to = unset;           // the rate that it leads to
  Step steps = unset_steps;    // how many; 0 leaves the warm-up out
  double from = 0;             // the rate before the first move
  First first = First::moved;  // does the first update use `from`?
  End end = End::last;         // does the last update use `to`?

  double operator()(Step t) const { return mix(progress(t, steps, first, end), to, from); }
  Step length() const { return steps; }

  static constexpr std::string_view name = "warmup";
  static constexpr std::string_view formula = "from + (to - from) (t + 1) / steps";
  static constexpr std::string_view meaning = "a linear rise, to be followed by anything";
  static constexpr std::string_view source = "Goyal et al. 2017 (Accurate, Large Minibatch SGD)";
  static auto fields() {
    return std::array{
        field<&Warmup::to>("to", Unit::rate, {}, "the rate that it leads to"),
        field<&Warmup::steps>("steps", Unit::steps, {}, "how many steps; 0 leaves the warm-up out"),
        field<&Warmup::from>("from", Unit::rate, {}, "the rate before the first move"),
        field<&Warmup::first>("first", Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
        field<&Warmup::end>("end", Unit::choice, {}, "is `to` reached at the last step, or one after it?"),
    };
  }
};

}  // namespace etude
