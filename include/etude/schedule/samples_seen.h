#pragma once
// How many samples a run has seen by a step, where the batch size changes as it goes.

#include <string>
#include <vector>

#include "etude/schedule/horizon.h"
#include "etude/schedule/plan.h"

namespace etude::inline schedule {

/// A batch as it is taken: of a whole number of samples, at least one.
double whole_batch(double size);

/// The samples of a run whose update t sees b(t) = whole_batch(batch_size(t)) of them. Samples flow: no update is short
/// because an epoch ends.
///
/// What has been counted is kept, so many questions cost one walk over the updates that they are about. Not for use from
/// several threads at once.
class SamplesSeen {
 public:
  explicit SamplesSeen(const Schedule& batch_size);

  /// The most updates that are walked over; an amount that lies beyond them is refused.
  static constexpr Step most_updates = Step{1} << 22;

  /// b(t)
  double of_update(Step t) const;

  /// b(0) + ... + b(updates - 1)
  Result<double> before(Step updates);

  /// How many updates from `begin` on see so many samples: whole ones, and the share of one that is left.
  Result<double> updates_for(double samples, Step begin = 0);

 private:
  /// Counts until `updates` updates or `samples` samples are passed, or most_updates reached.
  void count(Step updates, double samples);

  Schedule batch_size_;
  bool is_flat_;                    // the same at every step, so nothing is counted
  std::vector<double> sums_ = {0};  // the samples before update 0, block, 2 block, ...
};

/// Updates of the whole run: `steps`, or those in which epochs x samples samples are seen, rounded up (down with
/// drop_last).
Result<Step> total_updates(const Horizon& horizon, SamplesSeen& seen);

/// The same of a run under that plan: by its batch_size where it has one.
Result<Step> total_updates(const Horizon& horizon, const Plan& plan);

/// The same; where the horizon does not say how long the run is, the rate's own length, `endless` where it has no end.
Result<Step> updates_of_run(const Horizon& horizon, const Plan& plan);

/// How many updates a run under that plan has, and why; empty where --steps alone says it.
std::string horizon_text(const Horizon& horizon, const Plan& plan);

/// The measure in updates from `begin` on, not rounded: what counts samples (sp, tok, ep) follows the batch sizes of
/// those updates.
Result<double> in_updates(const Measure& measure, const Horizon& horizon, SamplesSeen& seen, Step begin);

}  // namespace etude::schedule
