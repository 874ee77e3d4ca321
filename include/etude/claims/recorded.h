#pragma once
// What the claims gave when docs/evidence.md was written: known without running anything.

#include <vector>

#include "etude/record/claim.h"

namespace etude::claims {

/// The verdicts and effects that stand in docs/evidence.md, in the order of all_claims(); without arms.
const std::vector<ClaimResult>& recorded();

}  // namespace etude::claims
