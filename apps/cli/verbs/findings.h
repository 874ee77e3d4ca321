#pragma once
// What lint found, of one schedule or of all in several files: as text, as JSON, and as SARIF for those who show it
// beside the code.

#include <optional>
#include <string>
#include <vector>

#include "apps/cli/terminal.h"
#include "etude/base/json.h"
#include "etude/schedule/lint.h"
#include "etude/source/source.h"

namespace etude::cli {

/// One schedule, and what was found.
struct Linted {
  std::string name;            // what was typed, or what the line means
  std::optional<Place> place;  // none: it was typed
  Step steps = 0;              // of the run
  std::vector<Note> notes;
  std::string run = {};  // what the horizon says of the run, in words
};

std::size_t warnings_of(const std::vector<Linted>& all);

/// A schedule a paragraph, a finding a paragraph, and at the end how many warnings there are.
void print_findings(const std::vector<Linted>& all, const report::TerminalStyle& style);

/// {"warnings", "linted": [{"schedule", "place"?: {"file", "line", "column"}, "steps", "notes": [{"id", "severity",
/// "text", "advice", "step"?}]}]}
Json findings_json(const std::vector<Linted>& all);

/// SARIF 2.1.0 with every lint as a rule. What was typed has a logical location, what stands in a file a physical one.
Json findings_sarif(const std::vector<Linted>& all);

}  // namespace etude::cli
