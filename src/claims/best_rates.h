#pragma once
// What is asked of the exact laboratory beside a plan's losses.

#include "etude/base/result.h"
#include "etude/record/outcome.h"
#include "etude/study/trials.h"
#include "etude/train/power_law.h"

namespace etude::claims {

/// The plan's own losses, and of the best rates that are nowhere above its largest: power, power_by_theory, held, falling, lowest_loss.
/// Refused: what best_power_law_rates() refuses.
Result<Outcome> best_rates(const train::PowerLawTask& task, const study::Trial& trial);

}  // namespace etude::claims
