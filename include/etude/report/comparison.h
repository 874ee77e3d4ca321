#pragma once
// A comparison and a range test as table, figure and JSON.

#include "etude/base/json.h"
#include "etude/base/record.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude {

/// Schedule, backward (only where arms differ in it or the post is reproduced), Final, Held-out (where there is),
/// Best, Converged @, Σlr, diverged; medians over the seeds; Printed and its ratio to Final where an arm carries the
/// post's figure.
Table comparison_table(const Comparison& comparison);

/// Every number at full precision, a row for each arm, seed and step: schedule,name,backward,seed,step,lr,loss.
std::string comparison_csv(const Comparison& comparison);

/// {"task", "precision", "steps", "arms": [{"name", "schedule", "backward", "peak", "seeds", "diverged", "sum_lr",
///   "final_loss", "best_loss", "converged_at", "heldout_loss", ...}]}: losses as {"median", "mean", "sd", "ci95"}.
Json comparison_json(const Comparison& comparison);

/// Loss against step on a log axis, one curve an arm: the median over its seeds.
Figure comparison_figure(const Comparison& comparison);

Table range_table(const RangeTest& range);      // a few representative rows, and the suggestion as a note
std::string range_csv(const RangeTest& range);  // step,lr,loss,smoothed
Json range_json(const RangeTest& range);
Figure range_figure(const RangeTest& range);  // raw and smoothed loss against lr, both axes log, the suggestion marked

}  // namespace etude
