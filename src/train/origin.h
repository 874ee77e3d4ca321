#pragma once
// What a saved state is of.

#include <string_view>

#include "etude/train/prepared.h"

namespace etude::train {

/// Refused, with what differs and what to type: a state of another task. One that says nothing of its task, as
/// Trainer::state() gives it, is taken. Cost: Prepared::fingerprint().
Result<void> check_same_task(std::string_view saved, const Prepared& prepared);

}  // namespace etude::train
