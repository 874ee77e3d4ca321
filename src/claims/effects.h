#pragma once
// From the outcomes of arms to effects, and from effects to a verdict.

#include <string>
#include <vector>

#include "etude/claims/claim.h"
#include "etude/record/claim.h"

namespace etude::claims {

/// The outcomes of an arm, one a seed; of an exact task the one that every seed gives.
struct RunArm {
  std::string name;
  std::vector<Outcome> outcomes;
  bool is_exact = false;
};

/// What the effects of a claim are, with Holm's p over those that count, and what each says. Behind each of a training
/// loss that also has a held-out one stands the same of that, beside. The arms have been found good by check().
std::vector<ClaimEffect> effects_of(const Claim& claim, const std::vector<RunArm>& arms);

/// The rule. Under each condition: against where an effect is against, as claimed where all are, else undetected. Then:
///   supported     as claimed under every condition
///   depends       as claimed under one, against under another
///   refuted       against under one, as claimed under none
///   not detected  otherwise
Verdict ruling_of(const std::vector<ClaimEffect>& effects);

/// What the seeds from this one say: the rule's verdict, and under which conditions it holds and fails.
VerdictOfSeeds verdict_of_seeds(std::size_t first_seed, const ClaimResult& result);

/// Whether two sets of seeds give the same verdict, and neither holds under a condition under which the other fails.
bool agree(const ClaimResult& a, const ClaimResult& b);

/// The verdict in a sentence: which effects are as claimed, which are against it, which are not told.
std::string finding_of(const ClaimResult& result);

}  // namespace etude::claims
