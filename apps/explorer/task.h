#pragma once
// What a request says of the training that it wants.

#include <string>

#include "etude/train/trainer.h"
#include "request.h"

namespace etude::explorer {

/// The longest run.
inline constexpr double most_steps = 200'000;

/// The default task with what the request gives: "task", "steps" and "backward". Refused: what this page does not
/// train, which is all but generated data and what is larger than a browser's memory should be.
Result<train::Prepared> prepared_of(Request& request);

/// The plan that the text spells for this task. Lengths in it are of this run.
Result<Plan> plan_of(const train::Prepared& prepared, const std::string& text);

}  // namespace etude::explorer
