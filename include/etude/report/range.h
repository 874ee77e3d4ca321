#pragma once
// A range test as table, figure, CSV and JSON.

#include <string>

#include "etude/base/json.h"
#include "etude/record/range.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::report {

Table range_table(const RangeTest& range);      // a few representative rows, and the suggestion as a note
std::string range_csv(const RangeTest& range);  // step,lr,loss,smoothed
Json range_json(const RangeTest& range);
Figure range_figure(const RangeTest& range);  // raw and smoothed loss against lr, both axes log, the suggestion marked

/// The suggestion in words, and what its interval is of; or why there is none.
std::string range_finding(const RangeStudy& study);

/// Edge, basin and suggestion with their 95 % intervals; beneath, range_finding(), what was extended, the peak that tuning
/// found from the suggestion, and which of the two to take: that peak where the suggestion is told to end higher.
Table range_table(const RangeStudy& study);

/// What each rule says: rate, interval, sweeps in which it found one, its formula; a refusal in the place of a rate.
Table range_rules_table(const RangeStudy& study);

/// Every loss of every sweep at full precision: seed,step,lr,loss,smoothed. Smoothed ends at the edge.
std::string range_csv(const RangeStudy& study);

/// The facts of the study (record/range.h), "curve": {"lr", "mean", "low", "high"}, "sweeps": [{their facts}], "notes",
/// and "verified": comparison_json() of the suggestion and the tuned peak, or null. A suggestion with a "refusal" is none.
Json range_json(const RangeStudy& study);

/// The mean, the lowest and the highest of the seeds against lr, both axes log, the suggestion marked.
Figure range_figure(const RangeStudy& study);

}  // namespace etude::report
