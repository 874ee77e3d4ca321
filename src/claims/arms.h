#pragma once
// The arms of a claim: how each comes to its peak, and its outcomes on the evaluation seeds.

#include <map>

#include "claims/effects.h"
#include "etude/claims/claims.h"

namespace etude::claims {

/// An arm that has run: for the verdict its outcomes, for a report the rest.
struct FinishedArm {
  RunArm run;
  ClaimArm shown;
};

/// All arms of a claim, in their order; behind each tuned one that is not constant its control, "NAME control": the constant
/// with the same sum of rates.
/// Refused: what examine() refuses.
Result<std::vector<FinishedArm>> run_arms(const Claim& claim, const Laboratory& laboratory, const Effort& effort);

}  // namespace etude::claims
