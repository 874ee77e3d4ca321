#pragma once
// A task as it is typed, made ready for the verbs that train.

#include <cstdint>
#include <string>
#include <vector>

#include "etude/data/source.h"
#include "etude/train/prepared.h"
#include "spec.h"
#include "task_flags.h"

namespace etude::cli {

constexpr double longest_run = 1e8;  // updates

/// A run as it is typed: of a task, and how long.
struct RunFlags {
  TaskFlags task;
  Step steps = unset_steps;
  double epochs = unset;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&RunFlags::steps>(Unit::steps, {.least = 1, .most = longest_run}, "updates of a run [the task's own]"),
        field<&RunFlags::epochs>(Unit::number, {.above_least = true},
                                 "the length of a run in passes over the data, instead of --steps"),
    };
  }
};

/// The laboratory, for a run of that length, or of its own.
Result<train::PowerLawTask> read_power_law(const RunFlags& run, const Flags& flags);

/// What gives the data of a source. A named set is taken from where tools/install unpacked it, or else from where Debian's
/// package has it.
Result<data::Split> load_data(std::string_view source, const data::LoadOptions& options);

/// The task with its data loaded, for a run of that length, or of the task's own.
Result<train::Prepared> prepare(const RunFlags& run, const Flags& flags);

/// Refused: a pipe or a device, which keeps nothing, and would be waited for.
Result<void> check_state_file(const std::string& path);

/// A state that etude train --save has written; without a path none. Refused: what check_state_file() refuses, cannot
/// be read, or is empty.
Result<std::vector<std::uint8_t>> read_state(const std::string& path);

/// What amounts such as 5%, 3ep and rest mean in a run of this task.
Horizon horizon_of(const train::Prepared& prepared);
/// The same of the laboratory, which has steps and no epochs.
Horizon horizon_of(const train::PowerLawTask& task);

/// What a report calls the task: its name, or its data where these are not the task's own.
std::string title_of(const train::Task& task);

/// Refused: a schedule of the plan that has no value at a step of the run.
Result<void> check_values(const dialect::Spec& spec, Step steps);

}  // namespace etude::cli
