#ifndef ETUDE_SCHEDULE_KIND_CYCLIC_H
#define ETUDE_SCHEDULE_KIND_CYCLIC_H
// Up and down between two rates.

#include <algorithm>

#include "etude/base/math.h"
#include "etude/schedule/ramp.h"
#include "etude/schedule/schedule.h"

namespace etude::inline schedule {

/// How the height of a cycle changes: not at all, halved each cycle, or by gamma each step.
enum class CyclicMode { triangular, triangular2, exp_range };
constexpr auto words_of(CyclicMode) {
  return std::array<std::string_view, 3>{"triangular", "triangular2", "exp_range"};
}

/// low + (high - low) x h: x rises from 0 to 1 over `up` steps and falls back over `down`;
/// h = 1 (triangular), 2^-cycle (triangular2) or gamma^t (exp_range). v(0) = low. Endless.
struct Cyclic {
  double low = unset;     // the rate between two cycles
  double high = unset;    // the rate at the top of the first cycle
  Step up = unset_steps;  // steps from low to high
  Step down = 0;          // steps back; 0: as many as up
  CyclicMode mode = CyclicMode::triangular;
  double gamma = 1;  // what a step multiplies the height by, in exp_range

  Step length() const { return endless; }
  std::string in_python() const;

  class Compiled {
   public:
    explicit Compiled(const Cyclic& options)
        : low_(options.low),
          high_(options.high),
          up_(options.up),
          down_(options.down > 0 ? options.down : options.up),
          mode_(options.mode),
          powers_(options.mode == CyclicMode::exp_range ? options.gamma : 0.5) {}

    double operator()(Step t) const {
      const Step cycle = t / (up_ + down_);
      const Step at = t % (up_ + down_);
      const double x = std::min(static_cast<double>(at) / static_cast<double>(up_),
                                static_cast<double>(up_ + down_ - at) / static_cast<double>(down_));
      return mix(x * height(t, cycle), high_, low_);
    }
    void values(Step first, std::span<double> out) const;

   private:
    void triangle_values(Step first, std::span<double> out) const;
    double height(Step t, Step cycle) const {
      if (mode_ == CyclicMode::triangular) return 1;
      return powers_(static_cast<double>(mode_ == CyclicMode::triangular2 ? cycle : t));
    }

    double low_, high_;
    Step up_, down_;
    CyclicMode mode_;
    math::Powers powers_;
  };

  static constexpr std::string_view name = "cyclic";
  static constexpr std::string_view formula = "low + (high - low) triangle(t) height";
  static constexpr std::string_view meaning = "up and down between two rates";
  static constexpr std::string_view source = "Smith 2017 (Cyclical Learning Rates for Training Neural Networks)";
  static constexpr Example example{"cyclic(low=0, high=1, up=2)", "0, 0.5, 1, 0.5, 0"};
  static constexpr auto fields(auto...) {
    return std::array{
        field<&Cyclic::low>(Unit::rate, {}, "the rate between two cycles"),
        field<&Cyclic::high>(Unit::rate, {}, "the rate at the top of the first cycle"),
        field<&Cyclic::up>(Unit::steps, {.least = 1, .most = 0x1p61}, "steps from low to high"),
        field<&Cyclic::down>(Unit::steps, {.most = 0x1p61}, "steps back; 0: as many as up"),
        field<&Cyclic::mode>(Unit::choice, {}, "same height, halved each cycle, or by gamma each step"),
        field<&Cyclic::gamma>(Unit::number, {.most = 1, .above_least = true},
                              "what a step multiplies the height by, in exp_range"),
    };
  }
};

}  // namespace etude::schedule

#endif

ETUDE_KIND(Cyclic, cyclic, options)
