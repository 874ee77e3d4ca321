#pragma once
// What is kept of the rows of a log: for each run its losses, thinned evenly, and its rates.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "record/losses/columns.h"
#include "record/losses/loss_log.h"

namespace etude::inline record {

/// A cell of a row: as text, or the number that it is.
using LogCell = std::variant<std::string_view, double>;

/// A row of any log: the name of each cell, and where the row stands, as refusals say it.
struct LogCells {
  std::vector<std::pair<std::string_view, LogCell>> cells;
  std::string place;
};

class LossPoints {
 public:
  LossPoints(std::string log, LossLogOptions options) : log_(std::move(log)), options_(std::move(options)) {}

  /// Keeps what the row says. A row without a step or without a number says nothing.
  Result<void> take(const LogCells& row);
  Result<std::vector<LossLog>> end();

  /// Looks at the names alone, as of a heading: refused where they name no step or no loss.
  Result<void> check(const std::vector<std::string>& names);

  const std::string& log() const { return log_; }

 private:
  /// A run, and the loss that was logged last, which is kept whether its turn has come or not.
  struct Kept {
    LossLog log;
    std::size_t logged = 0;
    Step last_step = -1, last_rate_step = -1;
    double last_loss = 0;
    std::vector<std::string> other_measures = {};  // that have one value
  };

  const LogName& meaning_of(std::string_view name);
  Result<std::optional<Step>> step_of(const LogCells& row);
  Result<bool> is_the_measure(Kept& run, const LogName& name);
  bool is_wanted(const LogName& name) const;
  Kept& run(std::string_view name);
  std::string how_to_part() const;
  Result<void> add_loss(Kept& run, const LogName& name, Step step, double loss, const std::string& place);
  Result<void> add_rate(Kept& run, Step step, double rate, const std::string& place);

  std::string log_;
  LossLogOptions options_;
  std::map<std::string, LogName, std::less<>> names_;
  std::string measure_;
  std::vector<Kept> runs_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of runs among them
};

}  // namespace etude::record
