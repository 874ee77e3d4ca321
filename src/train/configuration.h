#pragma once
// What decides the bits of a trial, as text.

#include <string>

#include "etude/train/prepared.h"

namespace etude::train {

/// Everything that decides what a trial gives, but its plan, steps, backward pass and seed, as text: a line
/// "name=value" a field of the task (task_fields()), the version of etude's arithmetic, whether this machine fuses
/// products with sums, and the data's fingerprint. Equal text, plan and seed: equal bits. Data from files is known by
/// its fingerprint alone, so that it may move. Cost: Prepared::fingerprint(); ask once a study.
std::string configuration(const Prepared& prepared);

/// Goes up with every change that changes a bit of what trials give.
inline constexpr int numerics_version = 2;

}  // namespace etude::train
