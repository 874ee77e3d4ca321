#pragma once
// What a study keeps of one run.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/number.h"
#include "etude/base/result.h"
#include "etude/record/run.h"

namespace etude::inline record {

/// The losses of some steps of a run, in their order: all of them, or evenly spread ones with the first and the last.
struct LossCurve {
  std::vector<Step> step;
  std::vector<double> loss;  // as many; NaN where it was not finite

  static constexpr auto facts(auto...) { return facts_of<&LossCurve::step, &LossCurve::loss>(); }
  friend bool operator==(const LossCurve&, const LossCurve&) = default;
};

/// Something else that somebody's own trainer measured, as an accuracy: whether more of it is better, nobody says here.
struct Metric {
  std::string name;                                      // as the trainer calls it
  double last = not_a_number;                            // the value that it had in the end
  double lowest = not_a_number, highest = not_a_number;  // of its finite values

  static constexpr auto facts(auto...) {
    return facts_of<&Metric::name, &Metric::last, &Metric::lowest, &Metric::highest>();
  }
  friend bool operator==(const Metric&, const Metric&) = default;
};

/// What a study keeps of one trial. Losses are NaN where there is none: not measured, diverged, failed.
struct Outcome {
  double final_loss = not_a_number;    // see study/native_runner.h for what is meant
  double tail_loss = not_a_number;     // the mean of the last two fifths of its steps, of those that have a loss
  double best_loss = not_a_number;     // the lowest finite loss of a step
  double heldout_loss = not_a_number;  // after the last update
  double heldout_accuracy = not_a_number;
  std::optional<Step> converged_at = {};  // the first step within 5 % of the run's own best loss
  std::optional<Step> diverged_at = {};   // the first step whose loss is not finite
  Step steps = 0;                         // that have a loss
  std::string failure = {};               // of somebody's own trainer: why there is no result; empty: there is one
  std::vector<Metric> metrics = {};       // of somebody's own trainer, each name once
  LossCurve curve = {};                   // as many points as were asked for

  /// All but the curve.
  static constexpr auto facts(auto...) {
    return facts_of<&Outcome::final_loss, &Outcome::tail_loss, &Outcome::best_loss, &Outcome::heldout_loss,
                    &Outcome::heldout_accuracy, &Outcome::converged_at, &Outcome::diverged_at, &Outcome::steps,
                    left_out<&Outcome::failure>, left_out<&Outcome::metrics>>();
  }
};

/// The same in one line of JSON, and back: every number to the bit; NaN is left out, in curve and metrics it is null. A
/// failure or name that is no UTF-8 comes back with U+FFFD in its place. Refused: what is no such text, steps that are
/// none of the run, a metric without a name or two of one.
std::string to_text(const Outcome& outcome);
Result<Outcome> outcome_from_text(std::string_view text);

/// What a study keeps of a run, with at most `curve_points` losses, evenly spread, the first and the last among them.
Outcome outcome_of(const Record& record, std::size_t curve_points);

/// The lowest finite loss (NaN where there is none), and the place of the first below 1.05 times it.
double best_loss(std::span<const double> losses);
std::optional<std::size_t> converged_at(std::span<const double> losses);

/// The first of the last two fifths of so many steps.
Step tail_from(Step steps);

/// Of losses; NaN where there is none, or one is not finite.
double mean_loss(std::span<const double> losses);

/// Of which steps a curve of so many points is: all of them, or evenly spread ones with the first and the last.
std::vector<Step> curve_steps(Step steps, std::size_t points);

/// The same outcome with another number of points, as if it had been asked for; nothing where points are missing.
std::optional<Outcome> with_points(Outcome outcome, std::size_t points);

}  // namespace etude::record
