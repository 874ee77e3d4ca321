#ifndef ETUDE_SCHEDULE_KIND_EXPONENTIAL_H
#define ETUDE_SCHEDULE_KIND_EXPONENTIAL_H
// A smooth decay by the same factor every period.

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = max(from rate^(t / period), floor). rate < 1 decays, rate > 1 grows. With staircase=yes t / period is rounded
/// down. Endless.
struct Exponential {
  double from = unset;            // the rate at step 0
  double rate = unset;            // what one period multiplies by
  double period = 1;              // the steps of one period
  Switch staircase = Switch::no;  // whole periods only
  double floor = 0;               // never below

  Step length() const { return endless; }
  std::string in_python() const {
    const std::string periods = arithmetic("{}(t / {})", {python::one_of(staircase, {"", "math.floor"}), period});
    return python::lines("return max({} * {} ** {}, {})\n", {from, rate, periods, floor});
  }

  class Compiled {
   public:
    explicit Compiled(const Exponential& options)
        : from_(options.from),
          period_(options.period),
          floor_(options.floor),
          whole_(options.staircase == Switch::yes),
          powers_(options.rate) {}
    double operator()(Step t) const {
      const double periods = static_cast<double>(t) / period_;
      return std::max(math::times(from_, powers_(whole_ ? std::floor(periods) : periods)), floor_);
    }

   private:
    double from_, period_, floor_;
    bool whole_;
    math::Powers powers_;
  };

  static constexpr std::string_view name = "exponential";
  static constexpr std::string_view formula = "max(from rate^(t / period), floor)";
  static constexpr std::string_view meaning = "a smooth decay by the same factor every period";
  static constexpr std::string_view source = "Robbins and Monro 1951; Smith 2017 for the growing sweep of a range test";
  static constexpr Example example{"exponential(from=1, rate=0.5)", "1, 0.5, 0.25, 0.125"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Exponential::from>(Unit::rate, {}, "the rate at step 0"),
        field<&Exponential::rate>(Unit::number, {.above_least = true}, "what one period multiplies by"),
        field<&Exponential::period>(Unit::duration, {.above_least = true}, "the steps of one period"),
        field<&Exponential::staircase>(Unit::choice, {}, "count whole periods only"),
        field<&Exponential::floor>(Unit::rate, {}, "never below"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Exponential, exponential, options)
