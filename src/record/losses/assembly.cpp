#include "record/losses/assembly.h"

#include <algorithm>

#include "record/losses/runs.h"

namespace etude::inline record {
namespace {

constexpr std::size_t most_named = 3;  // runs in a warning

/// Between two logged steps a run may have passed a peak a little higher than both: where another run's is that much
/// higher, it is taken to be the same.
void raise_to_shared_peak(LoggedRun& run, const std::vector<LoggedRun>& others) {
  constexpr double little = 0.002;
  const auto top = std::max_element(run.rates.begin(), run.rates.end());
  double shared = *top;
  for (const LoggedRun& other : others)
    if (other.peak() <= *top * (1 + little)) shared = std::max(shared, other.peak());
  *top = shared;
}

}  // namespace

std::string in_short(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most_named); ++i) text += (i > 0 ? ", " : "") + names[i];
  return names.size() > most_named ? text + " and " + std::to_string(names.size() - most_named) + " more" : text;
}

Result<void> Assembly::add(const LossLog& log, KnownRun known) {
  if (auto good = check_measure(log); !good) return good;
  LoggedRun run{log.run, std::move(known.rates), 0, log.steps, log.losses, known.branch_step};
  if (run.rates.empty()) {
    if (auto good = join(log, run); !good) return good;
  } else {
    run.warmup_steps = warmup_of(run.rates);
    if (auto good = check_rates(run, log); !good) return good;
  }
  if (auto good = check(run); !good) return good;
  if (log.every > 1) thinned_.push_back(log.run);
  read_.runs.push_back(std::move(run));
  return {};
}

Result<LoggedRuns> Assembly::end() {
  if (auto good = check_alike(read_.runs); !good) return pass_on(good.error());
  for (LoggedRun& run : read_.runs)
    if (std::find(joined_.begin(), joined_.end(), run.name) != joined_.end()) raise_to_shared_peak(run, read_.runs);
  if (!joined_.empty())
    read_.warnings.push_back("the rates of " + in_short(joined_) +
                             " are those that were logged, joined by straight lines; give the schedule in a manifest");
  if (!unseen_.empty())
    read_.warnings.push_back("the warm-up of " + in_short(unseen_) +
                             " was not logged; say how long it was by --warmup");
  if (!thinned_.empty())
    read_.warnings.push_back("of the losses of " + in_short(thinned_) + " only some are read, evenly: there are many");
  return std::move(read_);
}

Result<void> Assembly::check_measure(const LossLog& log) {
  if (measured_.measure.empty()) measured_ = {.run = log.run, .measure = log.measure};
  if (measured_.measure == log.measure) return {};
  return refuse("run " + measured_.run + " logged " + measured_.measure + " and run " + log.run + " " + log.measure +
                "; give logs of one loss, or say which by --loss");
}

/// The rates as they were logged.
Result<void> Assembly::join(const LossLog& log, LoggedRun& run) {
  auto joined = joined_rates(log, log.steps.back() + 1, warmup_);
  if (!joined) return pass_on(joined.error());
  joined_.push_back(log.run);
  if (!warmup_ && joined->warmup_steps == 0 && log.rate_steps[0] > 1) unseen_.push_back(log.run);
  run.rates = std::move(joined->rates);
  run.warmup_steps = joined->warmup_steps;
  return {};
}

}  // namespace etude::record
