#pragma once
// What a saved state is of: resumed as anything else, a run would not go on to the same bits. train() writes and asks
// for it; who keeps states by Trainer alone may do the same.

#include <string>
#include <string_view>

#include "etude/train/trainer.h"

namespace etude::train {

/// All that decides a run's bits but its plan and its seed: configuration() and the backward pass, a line
/// "name=value" each. Cost: Prepared::fingerprint().
std::string origin_of(const Prepared& prepared);

/// Refused, with what differs and what to type: a state of another task, and one of another plan. One that says
/// nothing of them, as Trainer::state() gives it, is taken.
Result<void> check_same_task(std::string_view saved, const Prepared& prepared);
Result<void> check_same_plan(std::string_view saved, const Plan& plan);

}  // namespace etude::train
