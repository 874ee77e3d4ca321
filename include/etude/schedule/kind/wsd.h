#ifndef ETUDE_SCHEDULE_KIND_WSD_H
#define ETUDE_SCHEDULE_KIND_WSD_H
// Warm-up, stable, decay: three pieces in a word.

#include <optional>

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// The curve of a cooldown: a line, half a cosine wave, 1 - sqrt(p), or 2 (1/2)^p - 1.
enum class Cooldown { linear, cosine, sqrt, exponential };
constexpr auto words_of(Cooldown) { return std::array<std::string_view, 4>{"linear", "cosine", "sqrt", "exponential"}; }

/// Warm-up, stable, decay: a shorthand for warmup(to=peak, steps=warmup) then constant(peak) then the cooldown to
/// `floor` over the last `decay` of `steps` steps; a schedule of those three pieces is what is made.
struct Wsd {
  double peak = unset;       // the rate between warm-up and decay
  Step steps = unset_steps;  // the whole run
  Step warmup = 0;           // steps of the rise
  Step decay = unset_steps;  // steps of the cooldown
  double floor = 0;          // where it lands
  Cooldown decay_shape = Cooldown::sqrt;

  double operator()(Step) const { return peak; }
  Step length() const { return steps; }
  std::string check() const;
  std::optional<Schedule> simplify();

  static constexpr std::string_view name = "wsd";
  static constexpr std::string_view formula = "warmup then constant then a cooldown";
  static constexpr std::string_view meaning = "warm-up, stable, decay: three pieces in a word";
  static constexpr std::string_view source = "Hu et al. 2024 (MiniCPM); Haegele et al. 2024 for the 1 - sqrt cooldown";
  static constexpr Example example{"wsd(peak=1, steps=8, warmup=2, decay=4)", "0.5, 1, 1, 1, 1, 0.4226, 0.1835, 0"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Wsd::peak>(Unit::rate, {}, "the rate between warm-up and decay"),
        field<&Wsd::steps>(Unit::steps, {}, "the whole run"),
        field<&Wsd::warmup>(Unit::steps, {}, "steps of the rise"),
        field<&Wsd::decay>(Unit::steps, {}, "steps of the cooldown"),
        field<&Wsd::floor>(Unit::rate, {}, "where it lands"),
        field<&Wsd::decay_shape>(Unit::choice, {}, "the curve of the cooldown"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Wsd, wsd, options)
