#pragma once
// Conditions under which a claim's arms stand, and the ones that several claims share.

#include <string>
#include <vector>

#include "etude/claims/claim.h"

namespace etude::claims {

struct Condition {
  std::string name;     // "full batch"
  std::string setting;  // what it sets of the task; an arm's own stands behind it
};

/// The claim with all its arms and effects under each condition: "linear" is "linear, full batch" there, and so is an arm
/// that another takes its peak from. `depends_on` is what the conditions differ in.
Claim under_each(const std::vector<Condition>& conditions, std::string depends_on, Claim claim);

/// A small network on spirals whose gradient is noisy: two optimizers, and SGD on a run four times as long.
const std::vector<Condition>& noisy_conditions();

/// The setting of the first of them, SGD.
inline constexpr auto noisy_setting = "batch=20 label-noise=0.1 hidden=32,32 steps=400";

/// The peaks that are searched on such tasks.
inline constexpr Grid wide_grid{0.002, 2.56, 1.4142135623730951};

}  // namespace etude::claims
