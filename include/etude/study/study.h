#pragma once
// A study: several plans on one task, each at its own tuned peak, over the same seeds.
//
// The protocol. Every arm's schedule is scaled so that its peak lies on a grid, and is tried there on tuning seeds; the
// grid goes on beyond its ends while the best peak lies at one. Then every arm is run at its peak on the evaluation
// seeds, which are others, the same for all arms. Beside each arm stands a control: the constant with the same sum of
// rates. Differences are taken seed by seed.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "etude/base/field.h"
#include "etude/record/comparison.h"
#include "etude/schedule/plan.h"
#include "etude/study/trials.h"

namespace etude::study {

/// One side of a comparison before it has run.
struct Contender {
  std::string name;
  Plan plan;
  train::Backward backward = train::Backward::corrected;
  std::optional<Reported> reported = {};  // what the source of the study says of it
};

/// By which loss peaks are tuned.
enum class Score { final_loss, heldout_loss };
constexpr auto words_of(Score) { return std::array<std::string_view, 2>{"final", "heldout"}; }

struct TuningOptions {
  double from = 0.04;
  double to = 2.56;
  double ratio = 1.4142135623730951;  // above 1
  std::vector<std::uint32_t> seeds{1'000'000, 1'000'001, 1'000'002};
  bool tries_all = false;
  Score score = Score::final_loss;
  double farthest = 4096;  // the grid extends itself by at most this factor at each end

  static constexpr auto fields(auto...) {
    return std::array{
        field<&TuningOptions::from>(
            Unit::rate, {.above_least = true},
            "the lowest peak that is tried at first; the grid goes on where the best is at an end"),
        field<&TuningOptions::to>(Unit::rate, {.above_least = true}, "the highest"),
        field<&TuningOptions::ratio>(Unit::number, {.above_least = true}, "of neighbouring peaks"),
        field<&TuningOptions::tries_all>(Unit::choice, {}, "every peak of the grid is run on every tuning seed"),
        field<&TuningOptions::score>(Unit::choice, {}, "the loss that decides: final or heldout"),
    };
  }
};

struct StudyOptions {
  std::string task = {}, precision = {};  // what a report calls it
  std::string setting = {};               // all that was set of the task, in words
  std::optional<Source> source = {};      // whose figures the contenders carry
  Step steps = 0;                         // of a run
  std::vector<std::uint32_t> seeds{0};
  std::optional<TuningOptions> tuning = {};  // without: every arm at the peak it has
  bool has_controls = false;
  bool is_exact = false;           // a trial's seed decides nothing: pairs have no spread, and one seed is enough
  bool is_spelt_out = false;       // arms are called by their plans
  std::size_t curve_points = 500;  // of an evaluation trial
  std::function<void(std::size_t done, std::size_t total)> progress = {};           // of the trials known so far
  std::function<Work(std::span<const Trial>, std::span<const Outcome>)> work = {};  // work_of(); without: as asked

  static constexpr auto fields(auto...) {
    return std::array{
        field<&StudyOptions::has_controls>(
            Unit::choice, {}, "beside each schedule the constant with the same sum of rates; with --tune always"),
        field<&StudyOptions::is_spelt_out>(
            Unit::choice, {}, "call schedules by their whole text at their peaks in etude's notation, not as typed")};
  }
};

/// Arms are the contenders in their order, then the controls of those that are not constant. All trials that can run
/// now are given to the runner at once: a round for all arms together, as long as one of them tunes, and one to
/// evaluate. Refused: no contenders, no steps, no seeds, doubled seeds, tuning seeds that are evaluation seeds, a grid
/// that does not grow; to tune what has no positive peak, or by a loss that was not measured. What the runner refuses.
Result<Comparison> compare(const std::vector<Contender>& contenders, const Runner& runner, const StudyOptions& options);

}  // namespace etude::study
