#pragma once
// The runs of a forecast, put together one after another out of their logs and of what is known beside these.

#include <optional>
#include <string>
#include <vector>

#include "etude/record/logged_run.h"
#include "record/losses/loss_log.h"

namespace etude::inline record {

/// Runs whose logs were read, and what whoever reads the results must know of them.
struct LoggedRuns {
  std::vector<LoggedRun> runs;
  std::vector<std::string> warnings;
};

/// What is known of a run beside its log.
struct KnownRun {
  std::vector<double> rates = {};  // of every step; none: as they were logged
  std::optional<Step> branch_step = {};
};

/// "a, b, c and 4 more"
std::string in_short(const std::vector<std::string>& names);

class Assembly {
 public:
  /// `warmup`: for so many steps those runs climb whose rates are as logged; none: what their logs show.
  explicit Assembly(std::optional<Step> warmup = {}) : warmup_(warmup) {}

  /// Refused: another loss than that of the runs before, a log without rates, rates that are not those of the log, what
  /// check() refuses.
  Result<void> add(const LossLog& log, KnownRun known = {});
  bool is_empty() const { return read_.runs.empty(); }

  /// Refused: runs that do not belong together.
  Result<LoggedRuns> end();

 private:
  Result<void> check_measure(const LossLog& log);
  Result<void> join(const LossLog& log, LoggedRun& run);

  std::optional<Step> warmup_;
  LoggedRuns read_;
  LossLog measured_;  // the first run, and what its loss is called
  std::vector<std::string> joined_, unseen_, thinned_;
};

}  // namespace etude::record
