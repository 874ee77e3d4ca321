#ifndef ETUDE_SCHEDULE_KIND_SAWTOOTH_H
#define ETUDE_SCHEDULE_KIND_SAWTOOTH_H
// Falls from one rate towards another, again and again.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// How a tooth falls: p or p^2, p the share of it that is done.
enum class Tooth { straight, curved };
constexpr auto words_of(Tooth) { return std::array<std::string_view, 2>{"straight", "curved"}; }

/// v(t) = w from + (1 - w) to, w = 1 - p or 1 - p^2, p = (t mod period) / period. `to` is never reached. Endless.
struct Sawtooth {
  double from = unset;            // the rate at which each tooth begins
  double to = 0;                  // the rate that it falls towards
  Step period = unset_steps;      // the steps of a tooth
  Tooth tooth = Tooth::straight;  // how it falls

  double operator()(Step t) const {
    const double p = static_cast<double>(t % period) / static_cast<double>(period);
    return mix(1 - (tooth == Tooth::straight ? p : p * p), from, to);
  }
  Step length() const { return endless; }
  Traits traits() const { return {.jumps = true}; }
  std::string in_python() const {
    return python::lines("p = t % {} / {}\nw = 1 - {}\n{}\n",
                         {period, period, python::one_of(tooth, {"p", "p ** 2"}), python::mixed(from, to)});
  }

  static constexpr std::string_view name = "sawtooth";
  static constexpr std::string_view formula = "to + (from - to) (1 - p), p = (t mod period) / period";
  static constexpr std::string_view meaning = "falls from one rate towards another, again and again";
  static constexpr std::string_view source = "";
  static constexpr Example example{"sawtooth(from=1, period=4)", "1, 0.75, 0.5, 0.25, 1"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Sawtooth::from>(Unit::rate, {}, "the rate at which each tooth begins"),
        field<&Sawtooth::to>(Unit::rate, {}, "the rate that it falls towards"),
        field<&Sawtooth::period>(Unit::steps, {.least = 1}, "the steps of a tooth"),
        field<&Sawtooth::tooth>(Unit::choice, {}, "how it falls"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Sawtooth, sawtooth, options)
