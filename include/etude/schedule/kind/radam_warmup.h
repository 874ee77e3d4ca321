#ifndef ETUDE_SCHEDULE_KIND_RADAM_WARMUP_H
#define ETUDE_SCHEDULE_KIND_RADAM_WARMUP_H
// RAdam's rectification as a warm-up; for multiply().

#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// RAdam's rectification as a warm-up: v(t) = to sqrt((r-4)(r-2) R / ((R-4)(R-2) r)), R = 2/(1-beta2) - 1,
/// r = R - 2 s beta2^s / (1 - beta2^s), s = t + the first s whose r is above 4. Endless: multiply() it with a schedule.
struct RadamWarmup {
  double to = unset;     // the rate that it nears
  double beta2 = 0.999;  // Adam's; above 0.6

  Step length() const { return endless; }
  std::string in_python() const;

  class Compiled {
   public:
    explicit Compiled(const RadamWarmup& options);
    double operator()(Step t) const;
    /// The s of step 0.
    double first() const { return offset_; }

   private:
    double rho(double s) const;
    double to_, beta2_, limit_;
    double offset_ = 1;
  };

  static constexpr std::string_view name = "radam_warmup";
  static constexpr std::string_view formula = "to sqrt((r-4)(r-2) R / ((R-4)(R-2) r))";
  static constexpr std::string_view meaning = "RAdam's rectification as a warm-up; for multiply()";
  static constexpr std::string_view source = "Liu et al. 2020 (On the Variance of the Adaptive Learning Rate)";
  static constexpr Example example{"radam_warmup(to=1)", "0.01731, 0.02582, 0.03274, 0.03874"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&RadamWarmup::to>(Unit::rate, {}, "the rate that it nears"),
        field<&RadamWarmup::beta2>(Unit::fraction, {.least = 0.6, .most = 1 - 1e-9, .above_least = true},
                                   "Adam's beta2"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(RadamWarmup, radam_warmup, options)
