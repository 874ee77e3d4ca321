#ifndef ETUDE_SCHEDULE_KIND_GEOMETRIC_H
#define ETUDE_SCHEDULE_KIND_GEOMETRIC_H
// A straight line on a logarithmic axis between two rates.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from (to / from)^p: a straight line on a logarithmic axis. Both rates must be above 0. Both ends
/// exact; holds past its end.
struct Geometric {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?

  double operator()(Step t) const {
    const double p = progress(t, steps, first, end);
    return p == 0 ? from : p == 1 ? to : from * math::pow(to / from, p);
  }
  Step length() const { return steps; }
  std::string check() const {
    return from > 0 && to > 0 ? "" : "from and to must be above 0: no straight line on a log axis reaches 0";
  }
  std::string in_python() const {
    return python::lines("{}\nreturn {} * ({} / {}) ** p\n",
                         {python::progress_line(steps, first, end), from, to, from});
  }

  static constexpr std::string_view name = "geometric";
  static constexpr std::string_view formula = "from (to / from)^p";
  static constexpr std::string_view meaning = "a straight line on a logarithmic axis between two rates";
  static constexpr std::string_view source = "the annealing of many SGD theories; fastai calls it exponential";
  static constexpr Example example{"geometric(from=1, to=1e-4, steps=5)", "1, 0.1, 0.01, 0.001, 1e-4"};
  static constexpr auto fields(auto...) { return ramp_fields<Geometric>(); }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Geometric, geometric, options)
