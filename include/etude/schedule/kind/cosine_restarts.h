#pragma once

#include <array>

#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude {

/// Half a cosine wave from `from` to `to` over a period, then again from `from`: period_0 = period and
/// period_{i+1} = floor(period_i mult), counted in integers, so a restart is where it belongs at any step.
/// v = w from + (1 - w) to, w = (1 + cos(pi s / max(period_i - 1, 1))) / 2, s the step inside period i. Endless.
///
/// A period that floor() does not let grow (period=1, mult=1.5) stays as it is. The first 65,536 restarts may grow;
/// what comes after keeps the last period.
/// Cost: O(1) where periods do not grow, else a binary search among the O(log t) starts.
struct CosineRestarts {
  double from = unset;        // the rate at each restart
  double to = 0;              // the rate at each period's last step
  Step period = unset_steps;  // the steps of the first period
  double mult = 1;            // how much longer each period is than the one before

  Step length() const { return endless; }

  /// The periods, laid out once when a schedule is made of the options.
  class Compiled {
   public:
    explicit Compiled(const CosineRestarts& options);
    double operator()(Step t) const;

   private:
    std::size_t period_at(Step t) const;

    double from_, to_;
    std::vector<Step> starts_;                       // the first step of each growing period
    std::vector<Step> periods_;                      // and its length; the last one repeats for ever
    std::array<std::size_t, 65> first_of_octave_{};  // the period of step 2^(b - 1), for each width b of a step in bits
  };

  static constexpr std::string_view name = "cosine_restarts";
  static constexpr std::string_view formula = "to + (from - to) (1 + cos(pi s / (period_i - 1))) / 2";
  static constexpr std::string_view meaning = "cosine decays with warm restarts, each period mult times the last";
  static constexpr std::string_view source = "Loshchilov and Hutter 2016 (SGDR)";
  static auto fields() {
    return std::array{
        field<&CosineRestarts::from>("from", Unit::rate, {}, "the rate at each restart"),
        field<&CosineRestarts::to>("to", Unit::rate, {}, "the rate at each period's last step"),
        field<&CosineRestarts::period>("period", Unit::steps, {.least = 1}, "the steps of the first period"),
        field<&CosineRestarts::mult>("mult", Unit::number, {.least = 1}, "each period's length beside the last one's"),
    };
  }
};

}  // namespace etude
