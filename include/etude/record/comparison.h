#pragma once
// What happened in a comparison: arms, their trials and their differences.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/record/outcome.h"

namespace etude::inline record {

/// A number over the seeds of an arm. Runs that diverged are left out of it and counted beside it.
struct Summary {
  double median = not_a_number;
  double mean = not_a_number;
  double sd = not_a_number;    // of the sample (n - 1); NaN below two runs
  double ci95 = not_a_number;  // half width of the mean's 95 % interval; NaN below two runs

  static constexpr auto facts(auto...) {
    return facts_of<&Summary::median, &Summary::mean, &Summary::sd, &Summary::ci95>();
  }

  friend bool operator==(const Summary&, const Summary&) = default;
};

/// A metric over the seeds of an arm that have it: what it was in the end, and the ends of what it was on the way.
struct MetricSummary {
  std::string name;
  int seeds = 0;
  Summary last;
  Summary lowest;
  Summary highest;

  static constexpr auto facts(auto...) {
    return facts_of<&MetricSummary::name, &MetricSummary::seeds, &MetricSummary::last, &MetricSummary::lowest,
                    &MetricSummary::highest>();
  }
};

/// A peak rate that was tried when an arm was tuned.
struct Tried {
  double peak = 0;
  int seeds = 0;               // that it was tried on
  int diverged = 0;            // of them, failures included
  double loss = not_a_number;  // the median, a diverged run being infinite

  static constexpr auto facts(auto...) {
    return facts_of<&Tried::peak, &Tried::seeds, &Tried::diverged, &Tried::loss>();
  }
};

/// What a source says of an arm.
struct Reported {
  std::string place;      // where in the source: "§2, 7"
  double final_loss = 0;  // that it prints
};

/// Whose comparison this is, where it is somebody's: a publication whose figures stand beside those measured here. In
/// the words of the notes that explain them.
struct Source {
  std::string figures;           // what its figures are: "the final loss that the paper prints"
  std::string convergence = {};  // where it defines Converged @ as it is here: "as the paper defines it"
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
  std::vector<Outcome> trials;  // one a seed, in the order of the seeds
  int diverged = 0;             // how many of the trials diverged
  int failed = 0;               // how many have no result because a trainer of one's own failed
  std::vector<Tried> tuning;    // by peak; empty where the peak was given
  bool at_end = false;          // of what was tried: better peaks may lie beyond the one chosen
  /// The ends of the 95 % interval of a tuned peak.
  std::optional<std::array<double, 2>> peak_ci95 = {};
  std::optional<std::size_t> control_of = {};  // the arm whose sum of rates this constant has
  Summary final_loss;
  Summary best_loss;                        // the lowest loss of a run (of what is finite of it)
  Summary converged_at;                     // the first step within 5 % of the run's own best loss
  Summary heldout_loss;                     // after the last update; all NaN where nothing is held out
  std::vector<MetricSummary> metrics = {};  // that somebody's own trainer logged
  std::optional<Reported> reported = {};    // what the comparison's source says of it

  std::vector<std::optional<Step>> diverged_at() const;  // of each trial
  bool holds_out() const;                                // whether a trial has a held-out loss

  /// All but the trials and what is reported.
  static constexpr auto facts(auto...) {
    return facts_of<&Arm::name, &Arm::schedule, &Arm::backward, left_out<&Arm::control_of>, &Arm::peak,
                    left_out<&Arm::peak_ci95>, left_out<&Arm::at_end, &Arm::tuning>, &Arm::seeds, &Arm::diverged,
                    &Arm::failed, &Arm::diverged_at, &Arm::sum_lr, &Arm::final_loss, &Arm::best_loss,
                    &Arm::converged_at, left_out<&Arm::heldout_loss, &Arm::holds_out>, left_out<&Arm::metrics>,
                    left_out<&Arm::tuning>>();
  }
};

/// Two arms over the same seeds: what a lost to b, seed by seed. Seeds on which either has no loss are left out.
struct Pair {
  std::size_t a = 0, b = 0;          // arms
  std::string measure;               // "final_loss" or "heldout_loss"
  int seeds = 0;                     // on which both have a loss
  double difference = not_a_number;  // mean of a - b: below 0, a is better
  double ci95 = not_a_number;        // half width of its 95 % interval
  double effect = not_a_number;      // difference / sd of the differences
  double p = not_a_number;           // paired t, two-sided
  double p_holm = not_a_number;      // over all pairs of the same measure
  /// Of which 80 % of studies would tell such an effect; NaN where there is none.
  double seeds_to_tell = not_a_number;

  static constexpr auto facts(auto...) {
    return facts_of<&Pair::a, &Pair::b, &Pair::measure, &Pair::seeds, &Pair::difference, &Pair::ci95, &Pair::effect,
                    &Pair::p, &Pair::p_holm, &Pair::seeds_to_tell>();
  }
};

/// Updates that a study asked for, and those that it did: trials that begin alike share their beginning.
struct Work {
  Step asked = 0, trained = 0;

  static constexpr auto facts(auto...) { return facts_of<&Work::asked, &Work::trained>(); }
};

/// A comparison: many arms on one task.
struct Comparison {
  std::string task;       // "spirals"
  std::string precision;  // "float64" or "float32"; empty: somebody's own trainer
  Step steps = 0;
  std::vector<Arm> arms;
  std::vector<Pair> pairs = {};  // none where each arm has one seed, which is not exact
  std::size_t trials = 0;        // of tuning, too
  Work work = {};
  std::vector<std::uint32_t> tuning_seeds = {};  // empty: peaks were given
  std::string tuned_on = {};                     // "final_loss" or "heldout_loss"
  std::string setting = {};                      // all that was set of the task: "spirals optimizer=adamw batch=32"
  std::optional<Source> source = {};             // of what arms are reported to give
  std::vector<std::string> notes = {};           // what the reader must know besides, a sentence each

  std::size_t seeds() const;  // of the arm that has most
  bool is_tuned() const;      // whether any arm's peak was

  /// All but arms, pairs and notes.
  static constexpr auto facts(auto...) {
    return facts_of<&Comparison::task, left_out<&Comparison::setting>, &Comparison::precision, &Comparison::steps,
                    &Comparison::seeds, &Comparison::trials, &Comparison::work,
                    left_out<&Comparison::tuned_on, &Comparison::is_tuned>,
                    left_out<&Comparison::tuning_seeds, &Comparison::is_tuned>>();
  }
};

}  // namespace etude::record
