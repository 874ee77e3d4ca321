#pragma once
// What of a logged run counts in a fit, and how much.

#include "forecast/fitter.h"

namespace etude::forecast {

/// How points are weighed.
struct Weighing {
  double decayed = 1.5;  // times as much where the rate is below .9 of the peak
  double points = 0;     // above 0: every run counts as if it had so many
};

/// After how many updates a loss at step s was measured, in a run of so many steps.
inline Step updates_at(Step step, std::size_t steps) { return std::min(step + 1, static_cast<Step>(steps)); }

/// The first step that counts where nobody says it, of a run of so many steps: what comes before is too steep for a law.
inline Step first_by_default(Step steps) { return std::min<Step>(1000, 3 * steps / 10); }

/// The first step of a run that counts: FitOptions::from, or what stands for it in a run of so many steps.
Step first_step_of(Step from, Step warmup_steps, Step steps);
Step first_step_of(const LoggedRun& run, Step from);

/// The points from `first` on, each `stride`-th from the last one back; with sqrt(t / last t) as weight; as `law` sees it.
Observations observe(const LoggedRun& run, Step first, std::size_t stride, const Weighing& weighing, const Law& law);

}  // namespace etude::forecast
