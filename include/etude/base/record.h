#pragma once
// What happened, as plain data: the lab fills these in, report draws them, neither knows the other.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

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

/// A number over the seeds of an arm. Runs that diverged are left out of it and counted beside it.
struct Summary {
  double median = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  double sd = std::numeric_limits<double>::quiet_NaN();    // of the sample (n - 1); NaN below two runs
  double ci95 = std::numeric_limits<double>::quiet_NaN();  // half width of the mean's 95 % interval; NaN below two runs

  friend bool operator==(const Summary&, const Summary&) = default;
};

/// One side of a comparison: a schedule and its trials.
struct Arm {
  std::string name;      // what a table calls it
  std::string schedule;  // in etude's notation
  std::string backward;  // "corrected" or "as-written"
  double peak = 0;       // the largest rate of the run
  double sum_lr = 0;     // the sum of the rates of the run
  std::vector<std::uint32_t> seeds;
  std::vector<Record> trials;  // one a seed, in the order of the seeds
  int diverged = 0;            // how many of the trials diverged
  Summary final_loss;
  Summary best_loss;     // the lowest loss of a run (of what is finite of it)
  Summary converged_at;  // the first step within 5 % of the run's own best loss
  Summary heldout_loss;  // after the last update; all NaN where nothing is held out

  // Only where the post is reproduced:
  std::string section;              // "§2, 7"
  std::optional<double> published;  // the final loss that the post prints
};

/// A comparison: many arms on one task.
struct Comparison {
  std::string task;       // "spirals"
  std::string precision;  // "float64" or "float32"
  Step steps = 0;
  std::vector<Arm> arms;
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
