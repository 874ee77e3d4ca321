#pragma once
// The rounds of trials that a study gives to its runner.

#include <span>
#include <vector>

#include "etude/study/study.h"

namespace etude::study {

/// All trials that can run now are given to the runner at once, so that it can share them out among its threads and
/// train what they begin with in common once.
struct Rounds {
  const Runner& runner;
  const StudyOptions& options;
  std::size_t done = 0, known = 0, trials = 0;
  Work work = {};

  Result<std::vector<Outcome>> run(std::span<const Trial> round);
  Work work_of_round(std::span<const Trial> round, std::span<const Outcome> outcomes) const;
};

}  // namespace etude::study
