#pragma once
// What sweeps have in common, wherever they begin.

#include <functional>

#include "etude/range/sweep.h"
#include "etude/train/trainer.h"

namespace etude::range {

/// The sweep of a trial, from where its trainer stands to where test() will cut it.
template <class Real>
Outcome swept(train::Trainer<Real>& trainer, const study::Trial& trial, SweptLoss measure);

/// Runs sweeps side by side, each by `sweep`. Refused: what sweep_runner() refuses.
study::Runner sweeps(const train::Prepared& prepared, const SweepRunOptions& options,
                     const std::function<Result<Outcome>(const study::Trial&)>& sweep);

}  // namespace etude::range
