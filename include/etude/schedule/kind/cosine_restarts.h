#ifndef ETUDE_SCHEDULE_KIND_COSINE_RESTARTS_H
#define ETUDE_SCHEDULE_KIND_COSINE_RESTARTS_H
// Cosine decays with warm restarts, each period mult times the last.

#include <array>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// Half a cosine wave from `from` to `to` over a period, then again from `from amp_mult^i`: period_0 = period and
/// period_{i+1} = max(floor(period_i mult), 1), counted in integers, so a restart is where it belongs at any step.
/// v = w from amp_mult^i + (1 - w) to, w = (1 + cos(pi p)) / 2, p = s / (period_i - 1), or s / period_i with end=after
/// (then `to` is never used: the restart stands there), s the step inside period i. After `cycles` periods it holds
/// `to`; endless without.
///
/// A period that floor() does not let grow (period=1, mult=1.5) stays as it is. The first 65,536 restarts may change
/// the period; what comes after keeps the last one.
/// Cost: O(1) where periods do not grow, else a binary search among the O(log t) starts.
struct CosineRestarts {
  double from = unset;        // the rate at each restart
  double to = 0;              // the rate at each period's last step
  Step period = unset_steps;  // the steps of the first period
  double mult = 1;            // how much longer each period is than the one before
  double amp_mult = 1;        // how much higher each restart is than the one before
  Step cycles = endless;      // how many periods
  End end = End::last;        // is `to` reached at a period's last step, or one after it?

  Step length() const;
  Traits traits() const { return {.jumps = true}; }
  std::string in_python() const;

  /// The periods, laid out once when a schedule is made of the options.
  class Compiled {
   public:
    explicit Compiled(const CosineRestarts& options);
    double operator()(Step t) const;
    void values(Step first, std::span<double> out) const;

   private:
    struct Period {
      Step cycle, steps, into;  // which, how long, and how far in it t is
    };
    std::size_t period_at(Step t) const;
    Period period_of(Step t) const;
    math::Ramp wave(const Period& period) const;
    void last_values(const Period& period, std::span<double> out) const;

    double from_, to_, amp_mult_;
    End end_;
    Step cycles_;
    math::Powers amplitude_;
    std::vector<Step> starts_;                       // the first step of each period that differs from the one before
    std::vector<Step> periods_;                      // and its length; the last one repeats for ever
    std::array<std::size_t, 65> first_of_octave_{};  // the period of step 2^(b - 1), for each width b of a step in bits
  };

  static constexpr std::string_view name = "cosine_restarts";
  static constexpr std::string_view formula = "to + (from amp_mult^i - to) (1 + cos(pi s / (period_i - 1))) / 2";
  static constexpr std::string_view meaning = "cosine decays with warm restarts, each period mult times the last";
  static constexpr std::string_view source = "Loshchilov and Hutter 2016 (SGDR)";
  static constexpr Example example{"cosine_restarts(from=1, period=3)", "1, 0.5, 0, 1, 0.5, 0"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&CosineRestarts::from>(Unit::rate, {}, "the rate at each restart"),
        field<&CosineRestarts::to>(Unit::rate, {}, "the rate at each period's last step"),
        field<&CosineRestarts::period>(Unit::steps, {.least = 1}, "the steps of the first period"),
        field<&CosineRestarts::mult>(Unit::number, {.above_least = true}, "each period's length beside the last one's"),
        field<&CosineRestarts::amp_mult>(Unit::number, {.above_least = true},
                                         "each restart's rate beside the last one's"),
        field<&CosineRestarts::cycles>(Unit::count, {.least = 1}, "how many periods"),
        field<&CosineRestarts::end>(Unit::choice, {}, "is `to` reached at a period's last step, or one after it?"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(CosineRestarts, cosine_restarts, options)
