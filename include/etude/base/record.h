#pragma once
// What happened, as plain data: the lab fills these in, report draws them, neither knows the other.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/result.h"

namespace etude {

/// The index of an optimizer update, from 0; a T-step run has the steps 0 ... T-1.
using Step = std::int64_t;

/// The held-out data measured between two updates: before that of `step`; after the last at step = steps.
struct Heldout {
  Step step = 0;
  double loss = 0;
  double accuracy = 0;  // share of the labels that are right
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
  Step first = 0;                         // the step that lr and loss begin with: above 0 for a resumed run
  std::vector<double> lr;                 // the rate of each step
  std::vector<double> loss;               // the training loss at each step, before that step's update
  std::optional<Step> diverged_at;        // the first step whose loss is not finite: `loss` ends there
  std::vector<Heldout> heldout;           // in the order of the steps; empty where nothing is held out
  std::vector<Measurement> measurements;  // in the order of the steps; empty where none was asked for

  /// The last loss; NaN for a run that diverged.
  double final_loss() const {
    return diverged_at || loss.empty() ? std::numeric_limits<double>::quiet_NaN() : loss.back();
  }
  /// The held-out loss after the last update; NaN for a run that diverged or held nothing out.
  double heldout_loss() const {
    return diverged_at || heldout.empty() ? std::numeric_limits<double>::quiet_NaN() : heldout.back().loss;
  }

  friend bool operator==(const Record&, const Record&) = default;
};

/// The losses of some steps of a run, in their order: all of them, or evenly spread ones with the first and the last.
struct LossCurve {
  std::vector<Step> step;
  std::vector<double> loss;  // as many; NaN where it was not finite
  friend bool operator==(const LossCurve&, const LossCurve&) = default;
};

/// What a study keeps of one trial. Losses are NaN where there is none: not measured, diverged, failed.
struct Outcome {
  double final_loss = std::numeric_limits<double>::quiet_NaN();    // see lab/trials.h for what is meant
  double best_loss = std::numeric_limits<double>::quiet_NaN();     // the lowest finite loss of a step
  double heldout_loss = std::numeric_limits<double>::quiet_NaN();  // after the last update
  double heldout_accuracy = std::numeric_limits<double>::quiet_NaN();
  std::optional<Step> converged_at = {};  // the first step within 5 % of the run's own best loss
  std::optional<Step> diverged_at = {};   // the first step whose loss is not finite
  Step steps = 0;                         // that have a loss
  std::string failure = {};               // of somebody's own trainer: why there is no result; empty: there is one
  LossCurve curve = {};                   // as many points as were asked for
};

/// The same in one line of JSON, and back: every number to the bit, NaN as null. Refused: what is no such text.
std::string to_text(const Outcome& outcome);
Result<Outcome> outcome_from_text(std::string_view text);

/// A number over the seeds of an arm. Runs that diverged are left out of it and counted beside it.
struct Summary {
  double median = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();    // of the sample (n - 1); NaN below two runs
  double ci95 = std::numeric_limits<double>::quiet_NaN();  // half width of the mean's 95 % interval; NaN below two runs

  friend bool operator==(const Summary&, const Summary&) = default;
};

/// A peak rate that was tried when an arm was tuned.
struct Tried {
  double peak = 0;
  int seeds = 0;                                           // that it was tried on
  int diverged = 0;                                        // of them, failures included
  double loss = std::numeric_limits<double>::quiet_NaN();  // the median, a diverged run being infinite
};

/// One side of a comparison: a schedule and its trials.
struct Arm {
  std::string name;        // what a table calls it
  std::string schedule;    // in etude's notation
  std::string backward;    // "corrected" or "as-written"
  double peak = 0;         // the largest rate of the run
  double sum_lr = 0;       // the sum of the rates of the run
  std::vector<double> lr;  // the rate of every step
  std::vector<std::uint32_t> seeds;
  std::vector<Outcome> trials;                 // one a seed, in the order of the seeds
  int diverged = 0;                            // how many of the trials diverged
  int failed = 0;                              // how many have no result because a trainer of one's own failed
  std::vector<Tried> tuning;                   // by peak; empty where the peak was given
  std::optional<std::size_t> control_of = {};  // the arm whose sum of rates this constant has
  Summary final_loss;
  Summary best_loss;     // the lowest loss of a run (of what is finite of it)
  Summary converged_at;  // the first step within 5 % of the run's own best loss
  Summary heldout_loss;  // after the last update; all NaN where nothing is held out

  // Only where the post is reproduced:
  std::string section;              // "§2, 7"
  std::optional<double> published;  // the final loss that the post prints
};

/// Two arms over the same seeds: what a lost to b, seed by seed. Seeds on which either has no loss are left out.
struct Pair {
  std::size_t a = 0, b = 0;                                      // arms
  std::string measure;                                           // "final_loss" or "heldout_loss"
  int seeds = 0;                                                 // on which both have a loss
  double difference = std::numeric_limits<double>::quiet_NaN();  // mean of a - b: below 0, a is better
  double ci95 = std::numeric_limits<double>::quiet_NaN();        // half width of its 95 % interval
  double effect = std::numeric_limits<double>::quiet_NaN();      // difference / sd of the differences
  double p = std::numeric_limits<double>::quiet_NaN();           // paired t, two-sided
  double p_holm = std::numeric_limits<double>::quiet_NaN();      // over all pairs of the same measure
};

/// Updates that a study asked for, and those that it did: trials that begin alike share their beginning.
struct Work {
  Step asked = 0, trained = 0;
};

/// A comparison: many arms on one task.
struct Comparison {
  std::string task;       // "spirals"
  std::string precision;  // "float64" or "float32"; empty: somebody's own trainer
  Step steps = 0;
  std::vector<Arm> arms;
  std::vector<Pair> pairs = {};
  std::size_t trials = 0;  // of tuning, too
  Work work = {};
  std::vector<std::uint32_t> tuning_seeds = {};  // empty: peaks were given
  std::string tuned_on = {};                     // "final_loss" or "heldout_loss"
};

/// A learning-rate range test: one run whose rate grows until the loss explodes.
struct RangeTest {
  std::string task;
  std::string backward;
  std::vector<double> lr;
  std::vector<double> loss;
  std::vector<double> smoothed;     // the running mean of `loss` with bias correction
  std::optional<Step> stopped_at;   // the step whose loss exceeded 4 x the best before it, or was not finite
  std::optional<double> suggested;  // where the smoothed loss falls fastest against log10(lr)
};

}  // namespace etude
