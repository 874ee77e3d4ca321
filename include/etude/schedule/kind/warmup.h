#ifndef ETUDE_SCHEDULE_KIND_WARMUP_H
#define ETUDE_SCHEDULE_KIND_WARMUP_H
// A rise, to be followed by anything.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// How a warm-up rises, with p = n/d (n of d moves done, by `first` and `end`): linear p; cosine (1 - cos(pi p)) / 2;
/// sqrt 1 - sqrt(1 - p); log ln(1 + n) / ln(1 + d); constant 0 while t < steps.
enum class Rise { linear, cosine, sqrt, log, constant };
constexpr auto words_of(Rise) { return std::array<std::string_view, 5>{"linear", "cosine", "sqrt", "log", "constant"}; }

/// v(t) = from + (to - from) (t + 1) / steps: the first update has moved already, the last one stands at `to`,
/// which it holds past its end.
/// Followed by anything: warmup(to=0.08, steps=30) then cosine(from=0.08, to=1e-4, steps=270).
///   first=moved end=last  (t + 1) / W    etude, llm.c, torchtitan, pytorch_warmup
///   first=from  end=after t / W          transformers, optax, Keras, Megatron, timm
///   first=moved end=after (t + 1) / (W + 1)
///   first=from  end=last  t / (W - 1)    ignite, DINO
struct Warmup {
  double to = unset;           // the rate that it leads to
  Step steps = unset_steps;    // how many; 0 leaves the warm-up out
  double from = 0;             // the rate before the first move
  First first = First::moved;  // does the first update use `from`?
  End end = End::last;         // does the last update use `to`?
  Rise shape = Rise::linear;   // how it rises

  Step length() const { return steps; }
  Traits traits() const { return {.is_warmup = true, .has_moved = first == First::moved, .may_rise = true}; }
  std::string in_python() const;

  class Compiled;

  static constexpr std::string_view name = "warmup";
  static constexpr std::string_view formula = "from + (to - from) (t + 1) / steps";
  static constexpr std::string_view meaning = "a rise, to be followed by anything";
  static constexpr std::string_view source = "Goyal et al. 2017 (Accurate, Large Minibatch SGD)";
  static constexpr Example example{"warmup(to=1, steps=4)", "0.25, 0.5, 0.75, 1, 1"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Warmup::to>(Unit::rate, {}, "the rate that it leads to"),
        field<&Warmup::steps>(Unit::steps, {}, "how many steps; 0 leaves the warm-up out"),
        field<&Warmup::from>(Unit::rate, {}, "the rate before the first move"),
        field<&Warmup::first>(Unit::choice, {}, "does the first step stand at `from`, or has it moved?"),
        field<&Warmup::end>(Unit::choice, {}, "is `to` reached at the last step, or one after it?"),
        field<&Warmup::shape>(Unit::choice, {}, "how it rises"),
    };
  }

 private:
  double risen(Step t, double p) const;
};

/// With all of it worked out that does not depend on t.
class Warmup::Compiled {
 public:
  explicit Compiled(const Warmup& o)
      : options_(o), line_({o.steps, o.first, o.end}, math::Weight::done, o.to, o.from) {}
  double operator()(Step t) const { return options_.shape == Rise::linear ? line_(t) : curved(t); }
  void values(Step first, std::span<double> out) const;

 private:
  double curved(Step t) const;
  Warmup options_;
  RampCurve line_;
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Warmup, warmup, options)
