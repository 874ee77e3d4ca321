#pragma once
// Trials trained with etude's own engine.

#include <span>

#include "etude/base/field.h"
#include "etude/record/comparison.h"
#include "etude/study/trials.h"
#include "etude/train/prepared.h"

namespace etude::study {

struct RunOptions {
  unsigned threads = 0;
  bool shares_prefixes = true;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&RunOptions::threads>(Unit::count, {.most = 4096},
                                    "runs at a time; 0: one a core. The result is the same"),
        field<&RunOptions::shares_prefixes>(Unit::choice, {}, "trains once what trials begin with in common"),
    };
  }
};

/// Trains with etude's own engine. Plans have passed check_plan().
///   final_loss  where the loss of a step is that of all samples as measured (Trainer::trains_as_measured()): of the
///               last step, before its update. Otherwise, as with mini-batches, dropout or a schedule-free rule: of the
///               training samples after the last update (Trainer::evaluate_training()). Where that is not finite, any
///               run diverged at its end, one after its last step.
/// Trials of one seed and one backward pass, whose plans drive the same and give the same values, bit for bit, for the
/// first k steps train these once, also where they are of different lengths. Refused: steps and backward passes that
/// the task cannot have, before anything is run; data that cannot be made for a seed.
/// Memory: a state of the network for every fork on the way to a trial that runs, not for every trial.
Runner native_runner(const train::Prepared& prepared, const RunOptions& options = {});

/// Updates of these trials one by one, and with beginnings trained once. Outcomes as native_runner() gave them; what
/// it says follows from trials and outcomes alone, whoever ran them and whatever was remembered. A run that diverged
/// counts the steps that have a loss, the one that was not finite among them.
Work work_of(std::span<const Trial> trials, std::span<const Outcome> outcomes);

}  // namespace etude::study
