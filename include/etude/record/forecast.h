#pragma once
// What logs of some runs say of the loss of another.

#include <string>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/number.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// What one law says of a run's end.
struct LawLoss {
  std::string law;
  double final_loss = not_a_number;

  static constexpr auto facts(auto...) { return facts_of<&LawLoss::law, &LawLoss::final_loss>(); }
};

/// The loss of one run as a law tells it, with the half width of its 90 % interval, and where it was measured as it was.
struct ForecastCurve {
  std::string name;                      // of the run, or what its schedule is called
  std::string law;                       // that leads
  double peak = not_a_number;            // the highest rate
  std::vector<Step> steps = {};          // growing; not empty
  std::vector<double> losses = {};       // as many
  std::vector<double> half_widths = {};  // as many
  std::vector<double> measured = {};     // as many, NaN where nothing was measured; or none
  std::vector<LawLoss> laws = {};        // all that have something to say
  std::vector<std::string> warnings = {};
  bool is_forced = false;  // told of a peak of which the logs say nothing: not to be relied on

  double final_loss() const { return losses.back(); }
  double half_width() const { return half_widths.back(); }

  /// All but the points.
  static constexpr auto facts(auto...) {
    return facts_of<&ForecastCurve::name, &ForecastCurve::law, &ForecastCurve::peak, &ForecastCurve::final_loss,
                    &ForecastCurve::half_width, &ForecastCurve::laws, left_out<&ForecastCurve::warnings>,
                    left_out<&ForecastCurve::is_forced>>();
  }
};

}  // namespace etude::record
