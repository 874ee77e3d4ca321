#pragma once
// PyTorch's schedulers that hold other schedulers, and what is said of a curve that is stepped through.

#include "dialect/read/reading.h"
#include "dialect/read/torch_steps.h"

namespace etude::dialect::torch {

Result<Reading> read_sequential(Arguments& a);
Result<Reading> read_chained(Arguments& a);

/// What torch's own steps lead to. `said`, of etude's kinds, is the meaning where those steps agree with it; a refused
/// one means nothing.
Result<Reading> stepped(Arguments& a, const Scheduler& scheduler, const Result<Schedule>& said = refuse(""));

}  // namespace etude::dialect::torch
