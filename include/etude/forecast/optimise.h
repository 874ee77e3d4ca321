#pragma once
// The schedule that ends lowest, by a forecast: free in its shape, and beside it the nearest that can be said in words.

#include <array>
#include <string>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/forecast/difference.h"
#include "etude/schedule/schedule.h"

namespace etude::forecast {

/// What is sought.
struct OptimiseOptions {
  Step steps = unset_steps;  // the run, warm-up included
  Step warmup = 0;           // steps of a line to the peak
  double peak = 0;           // 0: the fitted one; of several, the best between them
  std::string law = {};      // whose loss is made small; empty: mpl, or the one that leads the forecast
  bool may_rise = false;     // after the warm-up, up to the peak
  bool is_forced = false;    // take a peak that the logs do not reach

  static constexpr auto fields(auto...) {
    using O = OptimiseOptions;
    return std::array{
        field<&O::steps>(Unit::steps, {.least = 2, .most = 10'000'000}, "the run, warm-up included"),
        field<&O::warmup>(Unit::steps, {}, "steps of a line to the peak"),
        field<&O::peak>(Unit::rate, {}, "the highest rate [the fitted one; of several, the best between them]"),
        field<&O::law>(Unit::text, {}, "whose loss is made small [mpl, or the one that leads]"),
        field<&O::may_rise>(Unit::choice, {}, "let the rate rise again, up to the peak"),
        field<&O::is_forced>(Unit::choice, {}, "take a peak that the logs do not reach; what comes of it is marked"),
    };
  }
};

/// Another schedule beside the optimised one.
struct Rival {
  std::string name;  // "cosine to a tenth of the peak"
  Schedule schedule;
  double loss = 0;       // what the law says of its end
  Difference gain = {};  // how far below it the optimised one ends
};

struct Optimised {
  Schedule schedule;               // a line to the peak, then a curve of few points
  std::string law;                 // whose loss was made small
  double peak = 0;                 // of the schedule
  double loss = 0;                 // what that law says of its end
  double value = 0;                // what the law for values says, with
  double half_width = 0;           //   its 90 % interval
  std::vector<Rival> rivals = {};  // a cosine, a usual WSD, and of all WSDs the best one
  std::vector<std::string> warnings = {};
  bool is_forced = false;
};

/// Seeks the rates after the warm-up at 64 points, closer towards the end, joined by straight lines: falling ones unless
/// they may rise, none above the peak. Four starts (a line, two WSDs, a cosine), each led down by a quasi-Newton method on
/// a run that is pressed to at most 1024 steps; what comes out is asked about at full length. The same bits each time.
/// It is sought under mpl, which is smooth in the rates and finds the best schedule of the exact laboratory
/// (tests/forecast); a law whose optimum is sought flatters it, so its gain is told by the model for choosing.
/// Where sgd leads, it is sought under that, at full length, and may start below the peak if there is no warm-up.
/// Cost: about a hundred gradients of a run of 1024 steps a start.
/// Refused: what predict() refuses; a warm-up that is as long as the run; a law whose optimum collapses
/// (Law::may_choose), one that was not fitted there.
Result<Optimised> optimise(const Forecast& forecast, const OptimiseOptions& options);

}  // namespace etude::forecast
