#pragma once
// What happened in one run, step by step.

#include <optional>
#include <string>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/number.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// The held-out data measured between two updates: before that of `step`; after the last at step = steps.
struct Heldout {
  Step step = 0;
  double loss = 0;
  double accuracy = 0;  // share of the labels that are right

  static constexpr auto facts(auto...) { return facts_of<&Heldout::step, &Heldout::loss, &Heldout::accuracy>(); }
  friend bool operator==(const Heldout&, const Heldout&) = default;
};

/// A diagnostic measured before the update of `step`, or after the last at step = steps: "gradient_norm", ...
struct Measurement {
  Step step = 0;
  std::string name;
  double value = 0;
  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// One trial: one task trained under one schedule from one seed.
struct Record {
  Step first = 0;            // the step that lr and loss begin with: above 0 for a resumed run
  std::vector<double> lr;    // the rate of each step
  std::vector<double> loss;  // the training loss at each step, before that step's update
  /// The first step whose loss is not finite: `loss` ends there. Where only `trained_loss` is not finite, the run
  /// diverged at its end, one after the last step.
  std::optional<Step> diverged_at;
  std::vector<Heldout> heldout;           // in the order of the steps; empty where nothing is held out
  std::vector<Measurement> measurements;  // in the order of the steps; empty where none was asked for
  /// The loss of the training samples after the last update, as measured (of 10,000 of them where there are more);
  /// only of runs whose loss of a step is not that: of mini-batches, of dropout or batch norm, of schedule-free rules;
  /// and of those that diverged there.
  std::optional<double> trained_loss = {};

  /// `trained_loss` where it is there, otherwise the last loss; NaN for a run that diverged.
  double final_loss() const {
    if (diverged_at || loss.empty()) return not_a_number;
    return trained_loss.value_or(loss.back());
  }
  /// The held-out loss after the last update; NaN for a run that diverged or held nothing out.
  double heldout_loss() const { return diverged_at || heldout.empty() ? not_a_number : heldout.back().loss; }

  /// All but the measurements.
  static constexpr auto facts(auto...) {
    return facts_of<&Record::first, &Record::diverged_at, &Record::final_loss, &Record::trained_loss, &Record::lr,
                    &Record::loss, &Record::heldout>();
  }

  friend bool operator==(const Record&, const Record&) = default;
};

}  // namespace etude::record
