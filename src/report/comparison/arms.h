#pragma once
// What tables, figures and the page ask of a comparison's arms.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "etude/record/comparison.h"
#include "etude/report/figure.h"

namespace etude::report {

bool backwards_differ(const Comparison& comparison);

/// Whether any arm carries a figure of the comparison's source.
bool has_reported(const Comparison& comparison);

bool has_several_seeds(const Comparison& comparison);

/// Whether a trial of any arm has a held-out loss; whether a trainer failed.
bool holds_out(const Comparison& comparison);
bool has_failures(const Comparison& comparison);

/// The names of the metrics of all arms, each once.
std::vector<std::string> metric_names(const Comparison& comparison);

/// Whether every trial of the arm diverged.
bool all_diverged(const Arm& arm);

/// How many trials of the arm diverged, counted.
std::size_t diverged_trials(const Arm& arm);

/// Every arm once: as given, but each control after its arm.
std::vector<std::size_t> shown_order(const Comparison& comparison);

/// The arms that are no controls, as given.
std::vector<std::size_t> contenders(const Comparison& comparison);

/// A line for each contender, without points: its name, with the backward pass where arms differ in it, and the hue
/// that it shares with an earlier twin of another backward pass.
std::vector<Line> contender_lines(const Comparison& comparison);

/// By "final_loss" or "heldout_loss".
const Summary& summary_of(const Arm& arm, const std::string& measure);

/// Contenders with a median, the lowest first; those that lost more than half of their trials after all others.
std::vector<std::size_t> ranking(const Comparison& comparison, const std::string& measure);

/// Decimals that show the lowest final or held-out loss with three digits: 4 ... 8.
int loss_decimals(const Comparison& comparison);

}  // namespace etude::report
