#pragma once
// The losses of runs out of whatever their training program wrote them into, read piece by piece, so that a log of any
// length takes no more memory than the points that are kept of it.
//
// What a text is, its first bytes say:
//   a table       a heading, then a row a line; commas, semicolons or tabs between the cells, "quotes" around some, LF,
//                 CRLF or CR at the ends; also what W&B exports, with a column "NAME - METRIC" a run
//   lines of JSON an object a line, and one that holds objects counts by both names: {"train": {"loss": 2}} is train/loss
//   a state       of Hugging Face's Trainer (trainer_state.json): the objects of its log_history; or a list of objects
//   an event file of TensorBoard: its scalars, by their tags
// Columns, keys and tags are found by their names (columns.h), in any order. Other ones say nothing.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/fact.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// One run as its log tells it. Steps grow; a rate may stand at steps without a loss, and the other way round.
struct LossLog {
  std::string run = {};             // as the log calls it; empty: the log does not say
  std::string measure = {};         // what the losses are called: "eval_loss"
  std::vector<Step> steps = {};     // of the losses
  std::vector<double> losses = {};  // as many; nan and inf are as they were logged
  std::vector<Step> rate_steps = {};
  std::vector<double> rates =
      {};                 // as many; points that lie on the straight line between their neighbours are left out
  std::size_t every = 1;  // of the losses that were logged one in so many was kept

  static constexpr auto facts(auto...) {
    return facts_of<&LossLog::run, &LossLog::measure, &LossLog::steps, &LossLog::losses, &LossLog::rate_steps,
                    &LossLog::rates, &LossLog::every>();
  }
};

struct LossLogOptions {
  std::string loss = {};            // the name of the losses, where several are logged; empty: the only one
  std::size_t most_points = 4'000;  // that are kept of a run: at least half as many, evenly, and the last
};

/// Reads one log. Refused, with the line where there is one: a heading that names no step or no loss, or several losses
/// and no word which is meant; a row of more or fewer cells than the heading; a cell that is no number; steps that are
/// none, or do not grow within a run; JSON and event files that are damaged; a line of more than 4 MiB.
class LossLogReader {
 public:
  /// `log` is what refusals call it.
  LossLogReader(std::string log, LossLogOptions options = {});
  ~LossLogReader();
  LossLogReader(LossLogReader&&) noexcept;
  LossLogReader& operator=(LossLogReader&&) noexcept;

  /// The next bytes of the log, cut anywhere.
  Result<void> take(std::string_view piece);
  /// Its runs, in the order in which they appear. Refused: a log without a loss.
  Result<std::vector<LossLog>> end();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same of a log that is there as a whole.
Result<std::vector<LossLog>> read_loss_logs(std::string_view text, const std::string& log,
                                            const LossLogOptions& options = {});

}  // namespace etude::record
