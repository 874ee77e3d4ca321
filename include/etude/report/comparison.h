#pragma once
// A comparison as table, figure and JSON.

#include <optional>
#include <string>
#include <vector>

#include "etude/base/json.h"
#include "etude/record/comparison.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::report {

/// Schedule, backward (only where arms differ in it or the post is reproduced), Peak (where peaks were tuned), Final
/// and its ±, Held-out (where there is), Best, Converged @ (where peaks were given), Σlr, Diverged, Failed (where one
/// did), the metrics that a trainer logged, each with its ±; medians over the seeds; Printed and its ratio to Final where
/// an arm carries the post's figure. A control stands under its arm, indented. Losses have four decimals, or as many (at
/// most eight) as give the lowest three digits.
Table comparison_table(const Comparison& comparison);

/// Differences seed by seed, a block for each measure: the best arm (the lowest median final loss; arms that lost more
/// than half of their trials after all others) minus every other, then each arm minus its control. A row has the mean
/// difference, the half width of its 95 % interval, the standardised effect, Holm's p, and what that says at 5 %:
/// "lower", "higher", "no difference detected" or, where there is no p, "not tested". Empty where there are no pairs.
Table pairs_table(const Comparison& comparison);

/// What was found, in a few sentences: who ends lowest, by how much, or who cannot be told apart; by the loss on which
/// peaks were tuned (else the final one), then by the other; then how many end lower or higher than their controls. Nobody
/// is said to be lower, or lowest, whom the pairs do not tell so.
std::vector<std::string> comparison_findings(const Comparison& comparison);
/// The same, one after another.
std::string comparison_finding(const Comparison& comparison);

/// The arm that the pairs tell from every other that has a loss, and lower, by the loss on which peaks were tuned, else
/// the final one; nothing where there is none.
std::optional<std::size_t> winner_of(const Comparison& comparison);

/// Every number at full precision, a row for each arm, seed and step: schedule,name,backward,seed,step,lr,loss.
std::string comparison_csv(const Comparison& comparison);

/// A row for each trial, at full precision: schedule,name,backward,peak,seed, the facts of its outcome, and of each
/// metric, as accuracy: accuracy (the last),accuracy.lowest,accuracy.highest; empty where there is none.
std::string comparison_trials_csv(const Comparison& comparison);

/// The facts of the comparison (record/comparison.h), "arms": [{the facts of each, "trials": [{"seed", the facts of its
/// outcome}]}], "pairs": [{their facts}], "notes", "findings": [the sentences], and "winner": null where there is none,
/// else {"arm": its place among the arms, "name", "schedule", "peak"} and what else is known of it. What is not a finite
/// number is null. The losses of the steps are in comparison_csv().
Json comparison_json(const Comparison& comparison, const Json::Object& more_of_winner = {});

struct CurveOptions {
  bool log_steps = false;       // t + 1 on a log axis instead of t on a linear one
  std::size_t most_points = 0;  // of a curve, evenly spread on the axis; 0: all that were kept
};

/// Loss against step on a log axis, one curve an arm: the median over the seeds that are still finite there; around it
/// the middle half of them (the range, where there are fewer than four). Controls are left out.
Figure comparison_figure(const Comparison& comparison, const CurveOptions& options = {});

/// The loss that each arm was tuned by against the peak rate, both axes log, the chosen peak marked; peaks with an
/// infinite loss are marked at the top. Lines are those of comparison_figure(), in its order.
Figure tuning_figure(const Comparison& comparison);

/// The rate of each step, a curve an arm. Lines are those of comparison_figure(), in its order.
Figure schedule_figure(const Comparison& comparison);

}  // namespace etude::report
