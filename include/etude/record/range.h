#pragma once
// What happened in a range test.

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/number.h"
#include "etude/base/step.h"
#include "etude/record/comparison.h"

namespace etude::inline record {

/// A learning-rate range test: one run whose rate grows until the loss explodes.
struct RangeTest {
  std::string task;
  std::string backward;
  std::vector<double> lr;
  std::vector<double> loss;
  std::vector<double> smoothed;     // the running mean of `loss` with bias correction
  std::optional<Step> stopped_at;   // the step whose loss exceeded 4 x the best before it, or was not finite
  std::optional<double> suggested;  // where the smoothed loss falls fastest against log10(lr)

  static constexpr auto facts(auto...) {
    return facts_of<&RangeTest::task, &RangeTest::backward, &RangeTest::suggested, &RangeTest::stopped_at,
                    &RangeTest::lr, &RangeTest::loss, &RangeTest::smoothed>();
  }
};

/// A learning rate over several sweeps: the geometric mean of what each gave, and the ends of its 95 % bootstrap
/// interval. NaN where there is none.
struct RateInterval {
  double value = not_a_number;
  double low = not_a_number, high = not_a_number;

  /// The ends, where there are any.
  std::optional<std::array<double, 2>> ci95() const {
    return std::isfinite(low) ? std::optional(std::array{low, high}) : std::nullopt;
  }
  static constexpr auto facts(auto...) { return facts_of<&RateInterval::value, &RateInterval::ci95>(); }
};

/// One sweep of a range test: a run whose rate grows, up to a decade beyond the edge.
struct SeedSweep {
  std::uint32_t seed = 0;
  std::vector<double> lr;
  std::vector<double> loss;      // as many; NaN at the end where it was not finite
  std::vector<double> smoothed;  // over a window in log10(lr), up to the edge; as many
  double start = not_a_number;   // the smoothed loss at the first rate
  double edge = not_a_number;    // the first rate at which the loss explodes; NaN: at none
  double basin = not_a_number;   // the rate of the lowest smoothed loss
  double best = not_a_number;    // the lowest smoothed loss

  /// All but the losses.
  static constexpr auto facts(auto...) {
    return facts_of<&SeedSweep::seed, &SeedSweep::edge, &SeedSweep::basin, &SeedSweep::lr>();
  }
};

/// What one rule makes of the sweeps.
struct RuleAnswer {
  std::string rule, formula;
  RateInterval rate = {};
  std::size_t answered = 0;  // sweeps in which it found a rate
  std::string refusal = {};  // why no rate is suggested; empty: one is

  static constexpr auto facts(auto...) {
    return facts_of<&RuleAnswer::rule, &RuleAnswer::formula, &RuleAnswer::rate, &RuleAnswer::answered,
                    or_null<&RuleAnswer::refusal>>();
  }
};

/// Short linear decays at several peaks, from the rate that a rule gave on.
struct ShortRuns {
  std::string schedule = {};  // empty: a linear decay to 0
  Step steps = 0;             // of a run
  std::size_t runs = 0;       // of all
  double from = not_a_number;
  std::vector<Tried> tried = {};  // by peak: the median of the mean losses of the runs' last tenths

  static constexpr auto facts(auto...) {
    return facts_of<or_null<&ShortRuns::schedule>, &ShortRuns::steps, &ShortRuns::runs, &ShortRuns::from,
                    &ShortRuns::tried>();
  }
};

/// A range test over several seeds.
struct RangeStudy {
  std::string task, shape, measure;    // "spirals"; "exponential" or "linear"; "train" or "heldout"
  std::string group = {};              // the parameters that were swept; empty: all
  std::string setting = {};            // all that was set of the task: "spirals optimizer=adamw batch=32"
  double from = 0, to = 0;             // of the last sweeps, which may have been extended
  Step steps = 0;                      // of a sweep that does not end early
  std::vector<SeedSweep> sweeps = {};  // one a seed
  std::vector<double> lr = {}, mean = {}, low = {}, high = {};  // a common grid: mean, lowest and highest of the seeds
  RateInterval edge = {}, basin = {};
  RuleAnswer suggestion = {};  // its rate is the short runs' where there were any
  std::optional<ShortRuns> short_runs = {};
  std::vector<RuleAnswer> rules = {};   // every rule there is
  std::vector<std::string> notes = {};  // what was extended, and what was not seen
  /// The suggestion and the peak that tuning found from there, on seeds that the tuner has not seen.
  std::optional<Comparison> verified = {};

  /// All that are not parts of something: of the sweeps, the common grid, the verification.
  static constexpr auto facts(auto...) {
    return facts_of<&RangeStudy::task, left_out<&RangeStudy::setting>, &RangeStudy::shape, &RangeStudy::measure,
                    or_null<&RangeStudy::group>, &RangeStudy::from, &RangeStudy::to, &RangeStudy::steps,
                    &RangeStudy::suggestion, &RangeStudy::short_runs, &RangeStudy::edge, &RangeStudy::basin,
                    &RangeStudy::rules>();
  }
};

}  // namespace etude::record
