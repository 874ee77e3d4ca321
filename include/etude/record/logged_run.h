#pragma once
// A training run as its log tells it: the rate of every step, and the loss where it was measured.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// A loss at step s was measured after update s: it has seen rates[0] ... rates[s]. One at rates.size(), as those have it
/// who count from 1, has seen all of them.
struct LoggedRun {
  std::string name;
  std::vector<double> rates;             // of every step, from 0: a run of rates.size() steps
  Step warmup_steps = 0;                 // rates[0] ... rates[warmup_steps - 1] climb to the peak
  std::vector<Step> steps;               // where the loss was measured: strictly increasing, 0 ... rates.size()
  std::vector<double> losses;            // as many
  std::optional<Step> branch_step = {};  // before it the points are another run's

  /// The highest rate.
  double peak() const;
  friend bool operator==(const LoggedRun&, const LoggedRun&) = default;
};

/// How many steps the rates climb for at their beginning: the first step whose next is not higher; 0 where the first is
/// already that, as in a constant. {0, 1, 2, 2, 1} climbs for 2.
Step warmup_of(std::span<const double> rates);

/// Refused, by the run's name and with what to mend: rates that are missing, negative or not finite, or all 0; a warm-up
/// that is longer than the run; fewer than 3 points; steps out of order, repeated or beyond the run; as many losses as
/// steps are not there; a branch that begins after the last loss; a loss that is not finite or not above 0; losses that are
/// all the same; a run that diverged, which ends far above its lowest loss.
Result<void> check(const LoggedRun& run);

}  // namespace etude::record
