#pragma once
// etude train --task power-law: one exact run.

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "apps/cli/task.h"
#include "apps/cli/terminal.h"

namespace etude::cli {

/// What the flags of etude train say of it.
struct PowerLawRun {
  const std::string& spec;
  const RunFlags& run;
  std::uint32_t seed;  // is told, and decides nothing
  const NamingFlag& naming;
  const OutputFlags& output;
};

Result<void> train_power_law(const PowerLawRun& asked, const Flags& flags, const report::TerminalStyle& style);

}  // namespace etude::cli
