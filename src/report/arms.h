#pragma once
// What a table and a figure ask of a comparison's arms.

#include "etude/base/record.h"

namespace etude::report {

bool backwards_differ(const Comparison& comparison);

/// Whether any arm carries the figure that the post prints.
bool reproduces_post(const Comparison& comparison);

bool has_several_seeds(const Comparison& comparison);

/// Whether a trial of the arm has a held-out loss.
bool holds_out(const Arm& arm);

/// Whether every trial of the arm diverged.
bool all_diverged(const Arm& arm);

}  // namespace etude::report
