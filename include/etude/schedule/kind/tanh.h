#ifndef ETUDE_SCHEDULE_KIND_TANH_H
#define ETUDE_SCHEDULE_KIND_TANH_H
// An S-curve by the hyperbolic tangent.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = w from + (1 - w) to, w = (1 - tanh(lb (1 - p) + ub p)) / 2. tanh does not reach its ends: v(0) is a little
/// off `from` (by 8e-7 of the way with the defaults) and the end off `to` (by 0.25 %). Holds past its end.
struct Tanh {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?
  double lb = -7;             // where on the tanh it starts
  double ub = 3;              // and where it ends

  double operator()(Step t) const {
    const double p = progress(t, steps, first, end);
    return mix(0.5 * (1 - math::tanh(lb * (1 - p) + ub * p)), from, to);
  }
  Step length() const { return steps; }
  std::string in_python() const {
    return python::ramp(*this, arithmetic("(1 - math.tanh({} * (1 - p) + {} * p)) / 2", {lb, ub}));
  }

  static constexpr std::string_view name = "tanh";
  static constexpr std::string_view formula = "to + (from - to) (1 - tanh(lb (1 - p) + ub p)) / 2";
  static constexpr std::string_view meaning = "an S-curve by the hyperbolic tangent";
  static constexpr std::string_view source =
      "Hsueh et al. 2019 (Stochastic Gradient Descent with Hyperbolic-Tangent Decay)";
  static constexpr Example example{"tanh(from=1, steps=5)", "1, 0.9999, 0.982, 0.2689, 0.002473"};
  static constexpr auto fields(auto...) {
    return ramp_fields<Tanh, 2>({
        field<&Tanh::lb>(Unit::number, {.least = -1000, .most = 1000}, "where on the tanh it starts"),
        field<&Tanh::ub>(Unit::number, {.least = -1000, .most = 1000}, "where on the tanh it ends"),
    });
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Tanh, tanh, options)
