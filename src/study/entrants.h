#pragma once
// The entrants of a comparison: contenders at their peaks, and their controls.

#include <vector>

#include "study/rounds.h"

namespace etude::study {

/// What is to run: a contender at its peak, or a control.
struct Entrant {
  Arm arm;
  Plan plan;
  train::Backward backward;
};

/// What of an entrant can be said before it has run.
Entrant entrant_of(const Contender& contender, const Plan& plan, const StudyOptions& options);

/// Whether every rate of it stays what it is for the whole run; then it needs no control.
bool is_constant(const Plan& plan, Step steps);

/// For each entrant that is not constant: the constant with the same sum of rates, of each group too.
Result<void> add_controls(std::vector<Entrant>& entrants, const StudyOptions& options);

/// Runs all entrants on the evaluation seeds.
Result<std::vector<Arm>> evaluate(std::vector<Entrant> entrants, Rounds& rounds);

}  // namespace etude::study
