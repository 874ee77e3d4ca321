#pragma once
// One run as table, CSV, JSON and figure.

#include <string>

#include "etude/base/json.h"
#include "etude/record/run.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::report {

/// What a run is called where it is shown.
struct RunTitle {
  std::string task, schedule, precision;
  std::uint32_t seed = 0;
  Step steps = 0;

  static constexpr auto facts(auto...) {
    return facts_of<&RunTitle::task, &RunTitle::schedule, &RunTitle::precision, &RunTitle::seed, &RunTitle::steps>();
  }
};

/// About `rows` of the steps, the first and the last among them: step, lr, loss, and what was measured there. Where
/// diagnostics were, rows are of the steps that have some; what is of a single layer is left to CSV and JSON.
Table run_table(const Record& record, std::size_t rows = 12);

/// Every step at full precision: step,lr,loss; then a column for each thing that was measured, empty where it was not.
std::string run_csv(const Record& record);

/// The facts of both, and "measurements": {name: {"step": [...], "value": [...]}}.
Json run_json(const RunTitle& title, const Record& record);

/// Loss against step on a log axis, and the held-out loss where it was measured more than once.
Figure run_figure(const RunTitle& title, const Record& record);

}  // namespace etude::report
