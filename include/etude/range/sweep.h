#pragma once
// Sweeps by etude's own engine.

#include <cstdint>
#include <span>

#include "etude/range/range.h"
#include "etude/train/prepared.h"

namespace etude::range {

struct SweepRunOptions {
  unsigned threads = 0;  // 0: one a core
  SweptLoss measure = SweptLoss::train;
};

/// Runs sweeps from the start of training, and ends each where test() will cut it: no bit of the analysis depends on
/// that. Refused: plans that check_plan() refuses; held-out losses of a task that holds nothing out.
study::Runner sweep_runner(const train::Prepared& prepared, const SweepRunOptions& options = {});

/// Runs them from a saved state (see etude/train/state.h), a seed being an order of the data. The state is only read,
/// so whoever goes on from it goes on as if there had been no range test. Refused at once: a state of another task.
Result<study::Runner> sweep_runner_from(std::span<const std::uint8_t> state, const train::Prepared& prepared,
                                        const SweepRunOptions& options = {});

}  // namespace etude::range
