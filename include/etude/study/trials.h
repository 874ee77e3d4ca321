#pragma once
// Trials of a study, and who runs them: this machine's threads, somebody's own trainer, other machines, or a store that
// remembers what was run before. All of them are a Runner, and one can stand in front of another.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "etude/record/comparison.h"
#include "etude/schedule/plan.h"
#include "etude/train/trainer.h"

namespace etude::study {

/// One trial of a task that all trials of a study share: plan x seed -> outcome.
struct Trial {
  Plan plan;
  Step steps = 0;
  train::Backward backward = train::Backward::corrected;
  std::uint32_t seed = 0;
  std::size_t curve_points = 0;  // how many losses to keep; 0: none
};

/// Told of each trial when it is finished, one call at a time, in any order. An error ends the run.
using Finished = std::function<Result<void>(std::size_t index, const Outcome& outcome)>;

/// Runs all trials. What it gives for a trial depends on nothing but that trial: not on the others, on their order, nor
/// on how many run at a time.
using Runner = std::function<Result<void>(std::span<const Trial> trials, const Finished& finished)>;

struct RunOptions {
  unsigned threads = 0;         // 0: one a core
  bool shares_prefixes = true;  // trains once what trials begin with in common; changes no bit
};

/// Trains with etude's own engine. Plans have passed check_plan().
///   final_loss  where the loss of a step is that of all samples as measured (Trainer::trains_as_measured()): of the
///               last step, before its update. Otherwise, as with mini-batches, dropout or a schedule-free rule: of the
///               training samples after the last update (Trainer::evaluate_training()). Where that is not finite, any
///               run diverged at its end, one after its last step.
/// Trials of one seed and one backward pass, whose plans drive the same and give the same values, bit for bit, for the
/// first k steps train these once, also where they are of different lengths. Refused: steps and backward passes that
/// the task cannot have, before anything is run; data that cannot be made for a seed.
/// Memory: a state of the network for every fork on the way to a trial that runs, not for every trial.
Runner native_runner(const train::Prepared& prepared, const RunOptions& options = {});

/// Updates of these trials one by one, and with beginnings trained once. Outcomes as native_runner() gave them; what
/// it says follows from trials and outcomes alone, whoever ran them and whatever was remembered. A run that diverged
/// counts the steps that have a loss, the one that was not finite among them.
Work work_of(const train::Prepared& prepared, std::span<const Trial> trials, std::span<const Outcome> outcomes);

/// What was run before. Both are called one at a time.
struct Memory {
  std::function<Result<std::optional<Outcome>>(const Trial&)> find;
  std::function<Result<void>(const Trial&, const Outcome&)> keep;
};

/// What a program looks up and hands on at a time. Programs that share a memory repeat at most what they have under
/// way at the same time, so small portions and different orders make them help each other.
struct Portions {
  /// About so many; 0: a sixteenth of all, from 16 to 256. Who runs many at a time wants more than those.
  std::size_t trials = 0;
  /// In which order: 0 as they come, others shuffled, each in its own way.
  std::uint32_t order = 0;
};

/// Takes what is remembered, runs the rest with `runner`, and remembers each trial as soon as it is finished, but for
/// trials that failed. Trials that begin alike are in one portion. What is remembered with fewer points of its curve
/// than are asked for, or with others, is run again; where it has more, only those asked for are given.
/// Refused: what `runner` and the memory refuse, which ends the run.
Runner remembering(Runner runner, Memory memory, const Portions& portions = {});

}  // namespace etude::study
