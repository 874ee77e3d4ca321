#pragma once
// The learning-rate range test: runs whose rate grows until the loss explodes. It gives an interval of rates over
// several seeds, or says why it cannot.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/record/range.h"
#include "etude/schedule/kind/range_test.h"
#include "etude/study/trials.h"

namespace etude::range {

/// Which loss is looked at: that of each update's samples, or of the held-out data before each update.
enum class SweptLoss { train, heldout };
constexpr auto words_of(SweptLoss) { return std::array<std::string_view, 2>{"train", "heldout"}; }

/// "exponential" or "linear". Refused: any other name.
Result<Sweep> sweep_named(std::string_view name);

/// A schedule whose peak is looked for, and how long a run it is meant for.
struct ShapeOfRuns {
  std::string name;
  Schedule rate;
  Step steps = 0;
};

struct SweepOptions {
  std::string task = {};     // what a report calls it
  std::string setting = {};  // all that was set of the task, in words
  double from = 1e-6;
  double to = 10;
  Step steps = 100;
  std::vector<std::uint32_t> seeds{0, 1, 2, 3, 4};
  Sweep shape = Sweep::exponential;  // see RateSweep
  SweptLoss measure = SweptLoss::train;
  train::Backward backward = train::Backward::corrected;
  bool extends = true;     // from `lowest` to `highest` at most
  double lowest = 1e-12;   // no sweep begins below
  double highest = 1e6;    // no sweep leads beyond
  std::string group = {};  // empty: all parameters
  double rest = 1e-3;
  std::string rule = "basin";  // see range_rules()
  bool is_adaptive = false;    // the optimizer is of Adam's family, whose edge lies further above its best rate
  bool tunes = true;           // short runs, that tune the rate which the rule gives
  std::optional<ShapeOfRuns> runs = {};  // their shape, made as long as they are; none: a linear decay to 0
  std::uint32_t bootstrap = 0;           // the seed of the intervals
  std::size_t resamples = 2000;          // that they are taken from

  static constexpr auto fields(auto...) {
    return std::array{
        field<&SweepOptions::from>(Unit::rate, {.above_least = true}, "the first rate"),
        field<&SweepOptions::to>(Unit::rate, {.above_least = true}, "the rate of the last step"),
        field<&SweepOptions::steps>(Unit::steps, {.least = 2, .most = 1e8}, "updates of a sweep"),
        field<&SweepOptions::shape>(Unit::choice, {}, "exponential or linear"),
        field<&SweepOptions::extends>(Unit::choice, {}, "until the flat start and the explosion are seen"),
        field<&SweepOptions::group>(Unit::text, {}, "sweep the rate of these parameters alone, by name: layer1, bias"),
        field<&SweepOptions::rest>(Unit::rate, {.above_least = true}, "the rate of all others beside --group"),
        field<&SweepOptions::rule>(Unit::text, {}, "how the rate is read off a sweep (--all-rules shows them)"),
        field<&SweepOptions::tunes>(Unit::choice, {}, "tune the rate that the rule gives by short runs"),
    };
  }
};

/// Sweeps every seed, analyses each sweep by itself, and gives geometric means with 95 % percentile-bootstrap intervals
/// over the seeds. With five seeds such intervals are somewhat too narrow; with one seed there are none.
///
///   start  the smoothed loss at the first rate         basin  the rate of the lowest smoothed loss before the edge
///   edge   the first rate whose loss is not finite, or above 4 times the lowest running mean before it; that mean
///          counts as at least 2 % of the start, as a loss near zero is no measure
///
/// A sweep is cut one decade beyond its edge, whoever ran it. Losses are smoothed in log10(lr) by a Gaussian of 0.08
/// decades: neither the number of steps, nor the first rate, nor the loss's unit matter.
///
/// Extends itself: `to` tenfold while a seed has no edge, `from` by a tenth while the loss falls from the first rate
/// on; half the steps where the network was trained to 2 % of its first loss before the edge, as then none can be seen.
///
/// Then, unless told otherwise, short runs: linear decays to 0 in twice as many updates, or `runs` in as many, on the seeds of
/// the sweeps. They tune the peak from the rule's rate on, by the mean loss of their last tenth. The suggestion becomes the
/// peak that is found, with the 95 % interval of where such runs end lowest. That takes about 4 + 3 runs a seed.
///
/// Sweeps that are all the same count as one: full-batch sweeps from one state. A group's sweep begins where it is
/// told.
///
/// No suggestion, with the reason: a trainer failed; the loss of a seed fell by less than 5 % before its edge; the rule
/// found no rate in some sweep. Without short runs: a seed has no edge; the interval spans more than a decade.
/// Refused: no seeds, rates that are not positive or do not grow, steps below 20, an unknown rule, runs without a rate above
/// 0, what the runner refuses.
Result<RangeStudy> test(const study::Runner& runner, const SweepOptions& options = {});

/// A sweep that somebody else ran: of each update its rate, and the loss of its samples.
struct RecordedSweep {
  std::uint32_t seed = 0;
  std::vector<double> lr, loss;
  Step planned = 0;  // updates that it was to have, where it ended before
};

/// What test() without short runs reads off its sweeps, read off these, one a seed; a whole one is as long as the
/// longest. Of the options are read: task, shape, measure and group, which a report names, and rule, is_adaptive,
/// bootstrap and resamples. No suggestion, with the reason: as in test(). Refused: no sweeps, none of at least 20 updates,
/// an unknown rule, rates that are not positive or do not grow, another number of losses than of rates.
Result<RangeStudy> read_sweeps(const std::vector<RecordedSweep>& sweeps, const SweepOptions& options = {});

struct VerifyOptions {
  std::string schedule = {}, precision = {};  // what a report calls them
  Step steps = 0;                             // of a run
  train::Backward backward = train::Backward::corrected;
  bool is_exact = false;                                                                   // see study::StudyOptions
  std::function<Work(std::span<const study::Trial>, std::span<const Outcome>)> work = {};  // as there
};

/// Tunes the peak of `plan`, from two octaves below the suggestion to two above, on as many seeds as were swept, from
/// 2,000,000 on; further where the best lies at an end. `verified` becomes the plan at the suggestion and at the peak that
/// was found, on as many seeds from 2,500,000 on: whether the first ends higher, its pair says. Where nothing is suggested,
/// nothing is run. Cost: about 4 + 5 runs a seed. Refused: a plan without a rate above 0, what the runner refuses.
Result<void> verify(RangeStudy& study, const study::Runner& runner, const Plan& plan, const VerifyOptions& options);

}  // namespace etude::range
