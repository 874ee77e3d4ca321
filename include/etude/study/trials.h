#pragma once
// Trials of a study, and who runs them: this machine's threads, somebody's own trainer, other machines, or a store that
// remembers what was run before. All of them are a Runner, and one can stand in front of another.

#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "etude/record/outcome.h"
#include "etude/schedule/plan.h"
#include "etude/train/task.h"

namespace etude::study {

/// One trial of a task that all trials of a study share: plan x seed -> outcome.
struct Trial {
  Plan plan;
  Step steps = 0;
  train::Backward backward = train::Backward::corrected;
  std::uint32_t seed = 0;
  std::size_t curve_points = 0;  // how many losses to keep; 0: none
  std::string name = {};         // of its schedule, as the user has it; it decides nothing
};

/// first, first + 1 ...: so many.
inline std::vector<std::uint32_t> seeds_from(std::uint32_t first, std::size_t count) {
  std::vector<std::uint32_t> seeds(count);
  std::iota(seeds.begin(), seeds.end(), first);
  return seeds;
}

/// Told of each trial when it is finished, one call at a time, in any order. An error ends the run.
using Finished = std::function<Result<void>(std::size_t index, const Outcome& outcome)>;

/// Runs all trials. What it gives for a trial depends on nothing but that trial: not on the others, on their order, nor
/// on how many run at a time.
using Runner = std::function<Result<void>(std::span<const Trial> trials, const Finished& finished)>;

}  // namespace etude::study
