#ifndef ETUDE_SCHEDULE_KIND_COSINE_H
#define ETUDE_SCHEDULE_KIND_COSINE_H
// Half a cosine wave from one rate to another.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// v(t) = w from + (1 - w) to, w = ((1 + cos(pi p^k_decay)) / 2)^exponent, p by `first` and `end` (ramp.h). Holds past
/// its end. With the defaults v(0) = from and v(steps - 1) = to, both exact; steps = 1 gives from.
struct Cosine {
  double from = unset;        // the rate at the start
  double to = 0;              // the rate where it lands
  Step steps = unset_steps;   // how many
  First first = First::from;  // does the first update use `from`?
  End end = End::last;        // does the last update use `to`?
  double exponent = 1;        // the power that the wave is taken to
  double k_decay = 1;         // the power that p is taken to: above 1 it falls later

  Step length() const { return steps; }
  std::string in_python() const;

  class Compiled;

  static constexpr std::string_view name = "cosine";
  static constexpr std::string_view formula = "to + (from - to) ((1 + cos(pi p^k_decay)) / 2)^exponent";
  static constexpr std::string_view meaning = "half a cosine wave from one rate to another";
  static constexpr std::string_view source = "Loshchilov and Hutter 2016 (SGDR); Zhang and Li 2020 (k-decay)";
  static constexpr Example example{"cosine(from=1, steps=5)", "1, 0.8536, 0.5, 0.1464, 0"};
  static constexpr auto fields(auto...) {
    return ramp_fields<Cosine, 2>({
        field<&Cosine::exponent>(Unit::number, {.above_least = true}, "the power that the wave is taken to"),
        field<&Cosine::k_decay>(Unit::number, {.above_least = true}, "the power that p is taken to"),
    });
  }
};

/// With all of it worked out that does not depend on t.
class Cosine::Compiled {
 public:
  explicit Compiled(const Cosine& o)
      : options_(o),
        is_plain_(o.exponent == 1 && o.k_decay == 1),
        wave_({o.steps, o.first, o.end}, math::Weight::wave, o.from, o.to) {}
  double operator()(Step t) const { return is_plain_ ? wave_(t) : bent(t); }
  void values(Step first, std::span<double> out) const;

 private:
  double bent(Step t) const;
  Cosine options_;
  bool is_plain_;
  RampCurve wave_;
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Cosine, cosine, options)
