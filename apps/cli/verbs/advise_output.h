#pragma once
// How advice and the guide are printed, and their JSON.

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/terminal.h"
#include "etude/advice/advice.h"
#include "etude/base/json.h"
#include "forecast_contest.h"

namespace etude::cli {

/// What is advised, and what it is advised of.
struct Advised {
  advice::Case given;
  advice::Advice advice;
  std::optional<Contest> by_logs = {};
  std::vector<std::string> warnings = {};
};

void print_advice(const Advised& advised, const report::TerminalStyle& style);
Json advice_json(const Advised& advised);

void print_guide(const advice::Guide& guide, const report::TerminalStyle& style);
Json guide_json(const advice::Guide& guide);

}  // namespace etude::cli
