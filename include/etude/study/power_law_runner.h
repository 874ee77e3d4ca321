#pragma once
// The exact laboratory as who runs trials.

#include "etude/study/trials.h"
#include "etude/train/power_law.h"

namespace etude::study {

/// Trials on that task, each of its own length. A trial's seed decides nothing: trials of one plan and length have the
/// same outcome, so differences of arms have no spread. final_loss is that after the last update. Plans have passed
/// check_plan(). Refused: no steps.
Runner power_law_runner(const train::PowerLawTask& task, unsigned threads = 0);

}  // namespace etude::study
