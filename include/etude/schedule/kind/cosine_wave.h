#ifndef ETUDE_SCHEDULE_KIND_COSINE_WAVE_H
#define ETUDE_SCHEDULE_KIND_COSINE_WAVE_H
// Cosine waves between two rates.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = w from + (1 - w) to, w = (1 + cos(2 pi cycles p)) / 2: `cycles` whole waves; 0.5 is the cosine decay.
/// Up and down alike; for warm restarts see cosine_restarts. Holds past its end.
struct CosineWave {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?
  double cycles = 0.5;        // how many whole waves

  double operator()(Step t) const { return mix(cosine_weight(2 * cycles * progress(t, steps, first, end)), from, to); }
  Step length() const { return steps; }
  std::string in_python() const {
    return python::ramp(*this, arithmetic("(1 + math.cos(math.pi * {} * p)) / 2", {2 * cycles}));
  }

  static constexpr std::string_view name = "cosine_wave";
  static constexpr std::string_view formula = "to + (from - to) (1 + cos(2 pi cycles p)) / 2";
  static constexpr std::string_view meaning = "cosine waves between two rates";
  static constexpr std::string_view source = "Loshchilov and Hutter 2016, without the restarts";
  static constexpr Example example{"cosine_wave(from=1, steps=5, cycles=1)", "1, 0.5, 0, 0.5, 1"};
  static constexpr auto fields(auto...) {
    return ramp_fields<CosineWave, 1>({
        field<&CosineWave::cycles>(Unit::number, {.most = 0x1p40}, "how many whole waves; 0.5 is one descent"),
    });
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(CosineWave, cosine_wave, options)
