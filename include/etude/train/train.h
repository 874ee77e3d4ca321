#pragma once
// A run from its first step to its last.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "etude/record/run.h"
#include "etude/train/trainer.h"

namespace etude::train {

/// What is measured beside the losses, each where it is asked for; see diagnostics.h for what each is.
enum class Diagnostic { norms, noise, curvature, attention };
std::string_view name_of(Diagnostic diagnostic);
Result<Diagnostic> diagnostic_named(std::string_view name);

struct TrainOptions {
  std::function<bool(const Record&)> stop = {};  // asked after each loss; true ends the run before its update
  Step heldout_every = 0;  // steps between measures of the held-out data; it is measured at the end anyway
  std::vector<Diagnostic> measures = {};  // taken every `measure_every` steps
  Step measure_every = 1;
  std::size_t measured_samples = 1000;         // the most that noise and curvature look at
  bool keeps_state = false;                    // gives the run's state as it ended
  std::span<const std::uint8_t> resume = {};   // a saved state of the same task, plan and seed, to go on from
  std::optional<Step> until = {};              // ends before this step, to go on later
  std::span<const std::uint8_t> barrier = {};  // a saved state: the loss on the straight line from it to the end
};

struct Trained {
  Record record;
  std::vector<std::uint8_t> state = {};  // with `keeps_state`: of the run as it ended
  std::vector<double> line = {};         // with `barrier`: the training loss at 21 points from there to here
  std::optional<double> barrier = {};    // how far the line rises above the straight line between its ends; at least 0
};

/// One trial: task x plan x seed -> record. The loss of a step is that before its update. A run whose loss is not
/// finite ends there: that is a result (`diverged_at`), not an error. The plan has passed check_plan().
/// Refused: a state to resume that is not of this task, plan and seed, with what differs (the task's length may); a
/// state to compare with that has another number of parameters.
Result<Trained> train(const Prepared& prepared, const Plan& plan, std::uint32_t seed, const TrainOptions& options = {});

}  // namespace etude::train
