#pragma once
// A call's arguments as the scheduler that torch's constructor makes of them; what the constructor refuses is refused.

#include "dialect/arguments.h"
#include "dialect/read/torch_steps.h"

namespace etude::dialect::torch {

/// What the entry of that name makes of its arguments.
Scheduler built(Arguments& a, std::string_view name);
/// The same of a call inside this one.
Scheduler built_inside(Arguments& a, const Literal& call);

/// total_steps, epochs times steps_per_epoch, or the run's own length.
Step one_cycle_steps(Arguments& a);

}  // namespace etude::dialect::torch
