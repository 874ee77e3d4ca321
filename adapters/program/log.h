#pragma once
// What somebody's own trainer wrote: its log, read strictly, and the last lines that it printed.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/number.h"
#include "etude/record/outcome.h"
#include "etude/schedule/schedule.h"

namespace etude::program {

/// A log as it was read, up to the first loss that is not finite.
struct TrainerLog {
  std::vector<Step> step;                   // growing, below `steps`; some may be left out
  std::vector<double> loss;                 // as many
  std::optional<double> trained_loss = {};  // at `steps`: after the last update
  std::optional<Step> diverged_at = {};     // the step of the last loss, where it is not finite
  double heldout_loss = not_a_number;       // the last
  std::vector<Metric> metrics = {};         // of the other columns
};

/// Reads a log: comma-separated, the first line naming the columns, in any order. Others than these are metrics where
/// all of their cells are numbers or empty, and not all empty; otherwise they are left out.
///   step     whole, growing, from 0 to `steps`; that one stands for what was measured after the last update
///   loss     of that step, before its update; a cell may be empty where the row has another number than lr
///   heldout  may be absent, and its cells empty
///   lr       may be absent; held against `lr` at every step below `steps`, relative tolerance 1e-6
/// nan and inf are read, in any case. `is_cut`: a last line without a line's end is left out, for it may be half a one.
/// Refused: anything else, with the line.
Result<TrainerLog> read_trainer_log(std::string_view text, Step steps, const Schedule& lr, bool is_cut);

/// What a study keeps of it, as of a run of its own:
///   final_loss  the last loss: at `steps` where it is there, otherwise at `steps` - 1
///   curve       each step has the loss of the last logged step up to it, those before the first have the first's
///   metrics     where it did not diverge
/// Its failure is set where the losses end before step `steps` - 1 without having diverged.
Outcome outcome_of(const TrainerLog& log, Step steps, std::size_t curve_points);

/// A text of somebody else's as it may be shown: control characters and bytes that are no UTF-8 escaped.
std::string shown_text(std::string_view text);

/// The last lines that are not blank, at most 3 of them and 300 characters, quoted, with control characters and bytes
/// that are no UTF-8 escaped: `"Traceback ..." "ValueError: x"`. Empty where there are none.
std::string last_lines(std::string_view output);

}  // namespace etude::program
