#pragma once
// Where the pieces of a plan meet, and how far its run has come there.

#include <optional>
#include <string>
#include <vector>

#include "etude/schedule/samples_seen.h"

namespace etude::inline schedule {

/// A step at which something begins in one of a plan's schedules.
struct Joint {
  Step step = 0;
  std::string begins;  // "lr: cosine", "lr: multistep.milestones[0]", "batch_size holds" (past its end)

  friend bool operator==(const Joint&, const Joint&) = default;
};

/// The most joints that are looked for.
inline constexpr std::size_t most_joints = 10000;

/// The joints of a run of `steps` updates, in its order, those at step 0 among them: where pieces begin (of then, chain,
/// repeat and window), at milestones and points, and where a schedule ends before the run does.
/// Refused where there are more than most_joints.
Result<std::vector<Joint>> joints(const Plan& plan, Step steps);

/// What a run has seen after some updates; what the horizon does not say is not known.
struct Tally {
  Step updates = 0;
  std::optional<double> samples = {};
  std::optional<double> tokens = {};
  std::optional<double> epochs = {};  // passes over the dataset
};

/// The tally of a run under that plan. Where the plan has a batch_size, samples are its sum
/// (samples_seen.h). Else an update sees batch x accumulation x devices of them, but the last of an epoch what is left;
/// with drop_last, what is left is not seen.
/// Refused where the horizon contradicts itself (an epoch without an update), or the batch sizes cannot be counted.
class Tallies {
 public:
  Tallies(const Horizon& horizon, const Plan& plan);
  Result<Tally> after(Step updates);

  /// The samples of the update at that step (without drop_last, an epoch's last may have fewer); nothing where not known.
  std::optional<double> batch_size(Step step) const;

 private:
  Result<std::optional<double>> samples_before(Step updates);
  Result<std::optional<double>> samples_of_whole_batches(Step updates) const;
  Horizon horizon_;
  std::optional<SamplesSeen> seen_;
};

}  // namespace etude::schedule
