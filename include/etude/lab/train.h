#pragma once
// The training loop. There is one.

#include <cstdint>
#include <functional>

#include "etude/base/record.h"
#include "etude/lab/task.h"
#include "etude/schedule/plan.h"

namespace etude {

/// One trial: task x plan x seed -> record. The loss of a step is that before its update. A run whose loss is not
/// finite ends there: that is a result (`diverged_at`), not an error. `stop`, asked after each loss, ends it earlier.
Record train(const Task& task, const Plan& plan, std::uint32_t seed,
             const std::function<bool(const Record&)>& stop = {});

}  // namespace etude
