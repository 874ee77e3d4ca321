#pragma once
// The arms of a study on their way to their peaks, all together: one round of trials after the other.

#include <vector>

#include "study/rounds.h"
#include "study/scaled.h"
#include "study/tuning.h"

namespace etude::study {

/// One arm on its way to its peak.
struct Search {
  const Contender* contender;
  double own_peak;
  Tuning tuning;
  std::size_t failed = 0;          // runs of a trainer of one's own
  std::string first_failure = {};  // seed, peak and reason

  Plan plan_at(double peak) const { return scaled(contender->plan, {peak, own_peak}); }
};

/// Refused: a schedule whose peak is not positive.
Result<std::vector<Search>> start_searches(const std::vector<Contender>& contenders, const StudyOptions& options);

/// Runs rounds until no search needs more. Refused: what the runner refuses; a loss that was not measured.
Result<void> finish_searches(std::vector<Search>& searches, Rounds& rounds);

}  // namespace etude::study
