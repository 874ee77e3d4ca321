#pragma once
// A manifest: a table with a row a run, which says under what schedule it ran and what it is for.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// One run of it.
struct ManifestRow {
  std::string run;
  std::string schedule = {};  // a SPEC, @file.csv among them, from the manifest's own folder; empty: as it was logged
  std::string role = {};      // fit, predict, or any other word, in small letters; empty: the manifest has no roles
  std::optional<Step> steps = {};  // of the whole run; none: as many as the schedule has, or the log
  std::optional<Step> branch_step = {};
  std::string place = {};  // "line 3 of runs.csv"

  static constexpr auto facts(auto...) {
    return facts_of<&ManifestRow::run, &ManifestRow::schedule, &ManifestRow::role, &ManifestRow::steps,
                    &ManifestRow::branch_step, &ManifestRow::place>();
  }
};

/// Columns run and schedule, and where there are role, steps and branch_step, in any order; other ones say nothing. Cells
/// with commas stand in quotes; semicolons and tabs part cells, too. Case does not matter in the heading and in roles.
/// Refused, with the line: what is no text; a heading without run, with a column twice or one that is nearly known; a row of
/// more or fewer cells, a run without a name or with two rows, a role that is nearly fit or predict, a number of steps that
/// is none.
Result<std::vector<ManifestRow>> read_manifest(std::string_view text, const std::string& name);

}  // namespace etude::record
