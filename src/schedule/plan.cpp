#include "etude/schedule/plan.h"

namespace etude {

Result<Plan> one_cycle_plan(const OneCycle& options, double high, double low) {
  auto lr = one_cycle(options);
  if (!lr) return tl::unexpected<Error>(lr.error());
  auto momentum = one_cycle_momentum({.high = high,
                                      .low = low,
                                      .steps = options.steps,
                                      .pct = options.pct,
                                      .final_pct = options.final_pct,
                                      .shape = options.shape});
  if (!momentum) return tl::unexpected<Error>(momentum.error());
  return Plan{*lr, *momentum};
}

}  // namespace etude
