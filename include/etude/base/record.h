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
    if (diverged_at || loss.empty()) return std::numeric_limits<double>::quiet_NaN();
    return trained_loss.value_or(loss.back());
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

/// The same in one line of JSON, and back: every number to the bit; NaN is left out, in the curve it is null. A failure
/// that is no UTF-8 comes back with U+FFFD in its place. Refused: what is no such text, steps that are none of the run.
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
  bool at_end = false;                         // of what was tried: better peaks may lie beyond the one chosen
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
  std::vector<Pair> pairs = {};  // none where each arm has one seed
  std::size_t trials = 0;        // of tuning, too
  Work work = {};
  std::vector<std::uint32_t> tuning_seeds = {};  // empty: peaks were given
  std::string tuned_on = {};                     // "final_loss" or "heldout_loss"
  std::vector<std::string> notes = {};           // what the reader must know besides, a sentence each
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

/// A learning rate over several sweeps: the geometric mean of what each gave, and the ends of its 95 % bootstrap
/// interval. NaN where there is none.
struct RateInterval {
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
};

/// One sweep of a range test: a run whose rate grows, up to a decade beyond the edge.
struct SeedSweep {
  std::uint32_t seed = 0;
  std::vector<double> lr;
  std::vector<double> loss;                                 // as many; NaN at the end where it was not finite
  std::vector<double> smoothed;                             // over a window in log10(lr), up to the edge; as many
  double start = std::numeric_limits<double>::quiet_NaN();  // the smoothed loss at the first rate
  double edge = std::numeric_limits<double>::quiet_NaN();   // the first rate at which the loss explodes; NaN: at none
  double basin = std::numeric_limits<double>::quiet_NaN();  // the rate of the lowest smoothed loss
  double best = std::numeric_limits<double>::quiet_NaN();   // the lowest smoothed loss
};

/// What one rule makes of the sweeps.
struct RuleAnswer {
  std::string rule, formula;
  RateInterval rate = {};
  std::size_t answered = 0;  // sweeps in which it found a rate
  std::string refusal = {};  // why no rate is suggested; empty: one is
};

/// One of the short runs that hold a suggestion against half and twice of it.
struct VerifiedRate {
  double lr = 0;
  double loss = std::numeric_limits<double>::quiet_NaN();  // the median final loss, a diverged run being infinite
  std::size_t diverged = 0;
};

/// A range test over several seeds.
struct RangeStudy {
  std::string task, shape, measure;    // "spirals"; "exponential" or "linear"; "train" or "heldout"
  std::string group = {};              // the parameters that were swept; empty: all
  double from = 0, to = 0;             // of the last sweeps, which may have been extended
  Step steps = 0;                      // of a sweep that does not end early
  std::vector<SeedSweep> sweeps = {};  // one a seed
  std::vector<double> lr = {}, mean = {}, low = {}, high = {};  // a common grid: mean, lowest and highest of the seeds
  RateInterval edge = {}, basin = {};
  RuleAnswer suggestion = {};
  std::vector<RuleAnswer> rules = {};                        // every rule there is
  std::vector<std::string> notes = {};                       // what was extended, and what was not seen
  std::string verified_schedule = {};                        // empty: not verified
  std::vector<VerifiedRate> verified = {};                   // at half the suggestion, at it, at twice of it
  double regret = std::numeric_limits<double>::quiet_NaN();  // the loss at it over the lowest of the three
};

}  // namespace etude
