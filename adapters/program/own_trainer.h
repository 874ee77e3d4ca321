#pragma once
// Somebody's own training script, in any language, as a Runner: one program a trial.

#include <span>
#include <string>

#include "etude/base/field.h"
#include "etude/record/comparison.h"
#include "etude/study/trials.h"

namespace etude::program {

/// How a trial is run. The command's words may hold {schedule}, {log}, {seed} and {steps}:
///   {schedule}  a CSV file, `step,lr` and a column for whatever else the plan drives, a row a step, full precision
///   {log}       where the program writes its log: see log.h
struct OwnTrainer {
  std::string command = {};  // split_words() says how it is read
  double limit_seconds = 3600;
  std::string folder = {};        // empty: a temporary folder
  unsigned threads = 1;           // how many run at a time; 0: one a core
  bool needs_every_step = false;  // a log that leaves steps out is a failure

  static constexpr auto fields(auto...) {
    return std::array{
        field<&OwnTrainer::command>(
            Unit::text, {}, "your own program instead, with {schedule}, {log}, {seed} and {steps} where they belong"),
        field<&OwnTrainer::limit_seconds>(Unit::number, {.above_least = true}, "seconds that a run may take"),
        field<&OwnTrainer::folder>(Unit::text, {}, "a folder that keeps what each run was given and wrote"),
    };
  }
};

/// A run that goes wrong is an Outcome with a failure and ends nothing. A loss that is not finite is a divergence,
/// however the program ended after it. SIGINT, SIGTERM and SIGHUP end the running programs, and then the Runner with an
/// error. Trial::backward means nothing here.
/// Refused: a command that cannot be split or has no {schedule} or {log}, a program that is not there, a time limit
/// that is not above 0, a folder that cannot be made; by the Runner: several seeds without {seed}, a program that
/// cannot be started, a full disk.
Result<study::Runner> own_trainer(const OwnTrainer& options);

/// What decides what a trial gives, as lab's configuration() of a task: the command's words, and a fingerprint of each
/// file that a word names, the script among them, or that stands behind a word's first =.
std::string configuration(const OwnTrainer& options);

/// Refused with the first reason where there are outcomes and all of them are failures.
Result<void> refuse_all_failed(std::span<const Outcome> outcomes);
/// The same over all arms.
Result<void> refuse_all_failed(const Comparison& comparison);

/// A line for the reader where schedules that differ before their last step have, seed by seed, the very same losses;
/// otherwise empty.
std::string ignored_schedule_warning(const Comparison& comparison);

}  // namespace etude::program
