#pragma once
// What claims measure of a run beside its losses: each probe gives metrics of the outcome.

#include <span>
#include <string_view>

#include "etude/base/result.h"
#include "etude/study/trials.h"
#include "etude/train/power_law.h"
#include "etude/train/prepared.h"

namespace etude::claims {

/// A probe of a network, or one of the exact laboratory.
struct Probe {
  std::string_view name, metrics;  // what it is called, and which metrics it gives
  Result<Outcome> (*measure)(const train::Prepared& prepared, const study::Trial& trial) = nullptr;
  Result<Outcome> (*exact)(const train::PowerLawTask& task, const study::Trial& trial) = nullptr;
};

const std::vector<Probe>& probes();

/// Refused: a name that none has.
Result<const Probe*> probe_named(std::string_view name);

}  // namespace etude::claims
