#ifndef ETUDE_SCHEDULE_KIND_INVERSE_TIME_H
#define ETUDE_SCHEDULE_KIND_INVERSE_TIME_H
// One over the step: what theory asks of SGD.

#include <cmath>

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = from / (1 + rate t / period); with staircase=yes t / period is rounded down. Endless.
struct InverseTime {
  double from = unset;            // the rate at step 0
  double rate = unset;            // how much a period adds below the line
  double period = 1;              // the steps of one period
  Switch staircase = Switch::no;  // whole periods only

  double operator()(Step t) const {
    const double periods = static_cast<double>(t) / period;
    return from / (1 + rate * (staircase == Switch::yes ? std::floor(periods) : periods));
  }
  Step length() const { return endless; }
  std::string in_python() const {
    const std::string periods = arithmetic("{}(t / {})", {python::one_of(staircase, {"", "math.floor"}), period});
    return python::lines("return {} / (1 + {} * {})\n", {from, rate, periods});
  }

  static constexpr std::string_view name = "inverse_time";
  static constexpr std::string_view formula = "from / (1 + rate t / period)";
  static constexpr std::string_view meaning = "one over the step: what theory asks of SGD";
  static constexpr std::string_view source = "Robbins and Monro 1951; Bottou 2012 (Stochastic Gradient Descent Tricks)";
  static constexpr Example example{"inverse_time(from=1, rate=1)", "1, 0.5, 0.3333, 0.25"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&InverseTime::from>(Unit::rate, {}, "the rate at step 0"),
        field<&InverseTime::rate>(Unit::number, {}, "how much a period adds below the line"),
        field<&InverseTime::period>(Unit::duration, {.above_least = true}, "the steps of one period"),
        field<&InverseTime::staircase>(Unit::choice, {}, "count whole periods only"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(InverseTime, inverse_time, options)
