#pragma once
// create_scheduler_v2, which names one of timm's schedulers and gives it its arguments.

#include "dialect/read/reading.h"

namespace etude::dialect::timm {

Result<Reading> read_created(Arguments& a);

}  // namespace etude::dialect::timm
