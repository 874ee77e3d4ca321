#pragma once
// Any function of the step as a schedule, for what no kind says. It lives in the program alone: it has a label, but no
// text that could be read back.

#include <functional>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = function(t). Two callables are equal where their labels and lengths are.
struct Callable {
  std::function<double(Step)> function = {};  // must be pure: it is asked in any order, from any thread
  Step length = endless;                      // how many steps of its own it has
  std::string label = "";                     // what print() shows, as "my_rate"
  std::string python = "";                    // the same as lines of Python that return it, as a kind's in_python()
};

/// Refused without a function or a label.
///   callable({.function = [](Step t) { return t < 10 ? 1.0 : 0.1; }, .length = 100, .label = "two_rates"})
Result<Schedule> callable(Callable options);

}  // namespace etude::schedule
