#pragma once
// What logs of one's own runs tell of the schedules that could be advised: laws are fitted to them, and rank those.

#include "etude/advice/advice.h"
#include "forecast_contest.h"
#include "forecast_logs.h"

namespace etude::cli {

struct AdviceOfLogs {
  advice::Case given;  // with the peak and the warm-up of the logged runs, and what they tell
  Contest contest;     // of the schedules that could be advised
  std::vector<std::string> warnings;
};

/// A peak that is given stands; else it is that of the logged runs, or of several the one between them that ends lowest. The
/// schedule of the claims stays unless the logs tell another below it; then it is the one with the lowest end.
/// Refused: no length of the run; what fit(), optimise() and difference() refuse.
Result<AdviceOfLogs> advice_of_logs(const LogFlags& flags, advice::Case given);

}  // namespace etude::cli
