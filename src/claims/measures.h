#pragma once
// What is read off the outcome of one seed.
//
//   final_loss, heldout_loss, best_loss, heldout_accuracy   a run that diverged has the loss of its first step
//   diverged       1 or 0
//   first_loss     of the first step
//   peak_loss      the largest loss on the way
//   converged_at   the post's: the first step within 5 % of the run's own best loss
//   a metric       what a probe or a range test measured, by its name; nothing where it has none
//
// And of a swept arm, whose outcome of a seed is made of the runs at all peaks:
//   final_loss     the lowest of any peak            best_peak   the peak that has it
//   edge           the lowest peak at which, and above which, no run trains; twice the last where all do
//   octaves        log2 of the stretch of peaks that train: whose loss ends in the lower half of the way from the first
//                  loss to the lowest of any peak
//   two_draws      the mean over all pairs of peaks of the lower loss: a random search of two runs

#include <string_view>
#include <vector>

#include "etude/record/outcome.h"

namespace etude::claims {

/// NaN where there is none.
double measure_of(const Outcome& outcome, std::string_view measure);

/// The loss that a network has before it has learned anything, which a diverged run counts as.
double first_loss(const Outcome& outcome);

/// The outcome of a seed of a swept arm; `runs` are of `peaks`, ascending, as many.
Outcome swept(const std::vector<double>& peaks, const std::vector<Outcome>& runs);

}  // namespace etude::claims
