#ifndef ETUDE_SCHEDULE_KIND_ONE_CYCLE_H
#define ETUDE_SCHEDULE_KIND_ONE_CYCLE_H
// The 1-cycle policy: the rate, and the momentum that moves against it.

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// The shape of a ramp between two values.
enum class Shape { cosine, linear };
constexpr auto words_of(Shape) { return std::array<std::string_view, 2>{"cosine", "linear"}; }

/// Where the three phases of the 1-cycle policy meet: the peak stands at step `top`, the starting value is back at
/// step `foot`, the end is step `last` = steps - 1.
struct OneCyclePhases {
  Step top = 0, foot = 0, last = 0;

  /// top = round(pct steps), foot = steps - round(final_pct steps), neither past `last`.
  static OneCyclePhases of(Step steps, double pct, double final_pct);

  /// The value at t of the curve through (0, start), (top, peak), (foot, start), (last, finish).
  double value(Step t, Shape shape, double start, double peak, double finish) const;
  void values(Step t, std::span<double> out, Shape shape, double start, double peak, double finish) const;

  /// The same curve as the body of a function in Python.
  std::string in_python(Shape shape, double start, double peak, double finish) const;
};

/// Up from peak/div to peak over the first `pct` of the run, back down over what follows, and over the last
/// `final_pct` on to peak/(div final_div). Holds past its end. Its momentum moves against it: OneCycleMomentum.
struct OneCycle {
  double peak = unset;          // the highest rate
  Step steps = unset_steps;     // the whole run
  double pct = 0.3;             // share of the run before the peak
  double final_pct = 0.05;      // share of the run for the last descent
  double div = 25;              // peak / rate at the start
  double final_div = 100;       // rate at the start / rate at the end
  Shape shape = Shape::cosine;  // of each phase

  Step length() const { return steps; }
  std::string check() const;
  std::string in_python() const;

  class Compiled {
   public:
    explicit Compiled(const OneCycle& o)
        : phases_(OneCyclePhases::of(o.steps, o.pct, o.final_pct)),
          shape_(o.shape),
          start_(o.peak / o.div),
          peak_(o.peak),
          finish_(o.peak / (o.div * o.final_div)) {}
    double operator()(Step t) const { return phases_.value(t, shape_, start_, peak_, finish_); }
    void values(Step first, std::span<double> out) const { phases_.values(first, out, shape_, start_, peak_, finish_); }

   private:
    OneCyclePhases phases_;
    Shape shape_;
    double start_, peak_, finish_;
  };

  static constexpr std::string_view name = "one_cycle";
  static constexpr std::string_view formula = "peak/div -> peak -> peak/div -> peak/(div final_div)";
  static constexpr std::string_view meaning = "the 1-cycle policy: one rise, one descent, and a last short one";
  static constexpr std::string_view source = "Smith and Topin 2019 (Super-Convergence)";
  static constexpr Example example{"one_cycle(peak=1, steps=10, final_pct=0.2, shape=linear)",
                                   "0.04, 0.36, 0.68, 1, 0.808, 0.616, 0.424, 0.232, 0.04, 4e-4"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&OneCycle::peak>(Unit::rate, {}, "the highest rate"),
        field<&OneCycle::steps>(Unit::steps, {}, "the whole run"),
        field<&OneCycle::pct>(Unit::fraction, {.most = 1}, "share of the run before the peak"),
        field<&OneCycle::final_pct>(Unit::fraction, {.most = 1}, "share of the run for the last descent"),
        field<&OneCycle::div>(Unit::number, {.above_least = true}, "peak over the rate at the start"),
        field<&OneCycle::final_div>(Unit::number, {.above_least = true}, "rate at the start over the rate at the end"),
        field<&OneCycle::shape>(Unit::choice, {}, "of each phase"),
    };
  }
};

/// The momentum of the 1-cycle policy: from `high` down to `low` where the rate peaks, and back to `high`, where it
/// stays.
struct OneCycleMomentum {
  double high = 0.95;           // at both ends
  double low = 0.85;            // where the rate peaks
  Step steps = unset_steps;     // the whole run
  double pct = 0.3;             // share of the run before the rate's peak
  double final_pct = 0.05;      // share of the run after it is back at `high`
  Shape shape = Shape::cosine;  // of each phase

  Step length() const { return steps; }
  std::string check() const;
  std::string in_python() const;

  class Compiled {
   public:
    explicit Compiled(const OneCycleMomentum& o)
        : phases_(OneCyclePhases::of(o.steps, o.pct, o.final_pct)), shape_(o.shape), high_(o.high), low_(o.low) {}
    double operator()(Step t) const { return phases_.value(t, shape_, high_, low_, high_); }
    void values(Step first, std::span<double> out) const { phases_.values(first, out, shape_, high_, low_, high_); }

   private:
    OneCyclePhases phases_;
    Shape shape_;
    double high_, low_;
  };

  static constexpr std::string_view name = "one_cycle_momentum";
  static constexpr std::string_view formula = "high -> low -> high -> high";
  static constexpr std::string_view meaning = "momentum that moves against a one_cycle rate";
  static constexpr std::string_view source = "Smith 2018 (A disciplined approach to neural network hyper-parameters)";
  static constexpr Example example{"one_cycle_momentum(steps=10, final_pct=0.2, shape=linear)",
                                   "0.95, 0.9167, 0.8833, 0.85, 0.87, 0.89, 0.91, 0.93, 0.95, 0.95"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&OneCycleMomentum::high>(Unit::rate, {.most = 1}, "at both ends"),
        field<&OneCycleMomentum::low>(Unit::rate, {.most = 1}, "where the rate peaks"),
        field<&OneCycleMomentum::steps>(Unit::steps, {}, "the whole run"),
        field<&OneCycleMomentum::pct>(Unit::fraction, {.most = 1}, "share of the run before the rate's peak"),
        field<&OneCycleMomentum::final_pct>(Unit::fraction, {.most = 1}, "share of the run after it is back at high"),
        field<&OneCycleMomentum::shape>(Unit::choice, {}, "of each phase"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(OneCycle, one_cycle, options)
ETUDE_KIND(OneCycleMomentum, one_cycle_momentum, options)
