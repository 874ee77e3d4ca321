#pragma once
// PyTorch's schedulers that hold other schedulers.

#include "dialect/read/reading.h"

namespace etude::dialect::torch {

Result<Reading> read_sequential(Arguments& a);
Result<Reading> read_chained(Arguments& a);

}  // namespace etude::dialect::torch
