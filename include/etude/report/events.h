#pragma once
// The scalars of a trial as an event file that TensorBoard reads.

#include <cstddef>
#include <string>

#include "etude/record/comparison.h"

namespace etude::report {

/// The bytes of one event file: at each kept step "loss/train", and "lr" where the arm says it; after the last update
/// "loss/heldout" where it was measured. Values are rounded to float32; the wall time is 0, so the same trial gives the
/// same bytes. A trial that the arm does not have gives a file without scalars.
std::string tensorboard_events(const Arm& arm, std::size_t trial);

/// Where TensorBoard looks for it below its folder: "cosine/seed7/events.out.tfevents.etude". Of the arm's name
/// letters, digits and . _ - stay, at most 80, others become _; the arm's index goes before a name that would stand
/// twice, or that is no name for a folder. The arm and the trial must be there.
std::string tensorboard_path(const Comparison& comparison, std::size_t arm, std::size_t trial);

}  // namespace etude::report
