#pragma once
// What a log leaves open of a run: its rates where nobody gives its schedule, and whether runs belong together.

#include <optional>
#include <span>

#include "etude/record/logged_run.h"
#include "record/losses/loss_log.h"

namespace etude::inline record {

/// The rates of a run of `steps` steps out of those that its log has, and how many of them climb to the peak.
struct JoinedRates {
  std::vector<double> rates;
  Step warmup_steps = 0;
};

/// The logged rates, joined by straight lines from the warm-up's end on. While they climb, from the beginning, they are a
/// straight line of their own, as warm-ups are, held at the peak from where it gets there: a line across the end of the
/// warm-up would rise longer than the run did. Where the first logged rate is the highest already, nothing is known of
/// the warm-up, and its steps have that rate. `warmup` says how long it was, where somebody knows it. Past the last point
/// the rate is held. Refused: a log without rates, more than ten million steps.
Result<JoinedRates> joined_rates(const LossLog& log, Step steps, std::optional<Step> warmup = {});

/// Refused, with the step: a logged rate that is further than 1 % of the peak from those of its step and the steps beside
/// it, as where steps are counted in something else or the schedule is another run's.
Result<void> check_rates(const LoggedRun& run, const LossLog& log);

/// Refused, with both names: two runs with the same rates up to some step and losses there that are 1 % apart (the median
/// of the steps that both have), as of other validation sets, units or models; two with the same losses throughout.
Result<void> check_alike(std::span<const LoggedRun> runs);

}  // namespace etude::record
