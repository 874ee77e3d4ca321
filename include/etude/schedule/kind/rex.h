#ifndef ETUDE_SCHEDULE_KIND_REX_H
#define ETUDE_SCHEDULE_KIND_REX_H
// A decay that holds on longer than linear and falls faster.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = w from + (1 - w) to, w = (1 - p) / (1 - (1 - bend) p): between linear and a late cliff. Both ends exact;
/// holds `to` past its end. bend=0.1 is axolotl's rex.
struct Rex {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?
  double bend = 0.5;          // 1 is linear, near 0 a cliff

  double operator()(Step t) const {
    const double p = progress(t, steps, first, end);
    return mix((1 - p) / (1 - (1 - bend) * p), from, to);
  }
  Step length() const { return steps; }
  std::string in_python() const { return python::ramp(*this, arithmetic("(1 - p) / (1 - {} * p)", {1 - bend})); }

  static constexpr std::string_view name = "rex";
  static constexpr std::string_view formula = "to + (from - to) (1 - p) / (1 - (1 - bend) p)";
  static constexpr std::string_view meaning = "a decay that holds on longer than linear and falls faster";
  static constexpr std::string_view source = "Chen et al. 2021 (REX: Revisiting Budgeted Training)";
  static constexpr Example example{"rex(from=1, steps=5)", "1, 0.8571, 0.6667, 0.4, 0"};
  static constexpr auto fields(auto...) {
    return ramp_fields<Rex>(std::array{
        field<&Rex::bend>(Unit::number, {.most = 1, .above_least = true}, "1 is linear, near 0 a cliff"),
    });
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Rex, rex, options)
