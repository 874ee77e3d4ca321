#pragma once
// A plan: the schedules of all hyper-parameters of one run.

#include <optional>

#include "etude/schedule/kinds.h"

namespace etude {

struct Plan {
  Schedule lr;
  std::optional<Schedule> momentum;  // absent: the optimizer's own

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// The 1-cycle policy whole: the rate, and the momentum that moves against it between `high` and `low`.
Result<Plan> one_cycle_plan(const OneCycle& options, double high = 0.95, double low = 0.85);

}  // namespace etude
