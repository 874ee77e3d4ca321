#pragma once
// What reads a log of steps: the losses that a trainer wrote, a row a step, or the metrics that a controller was told.
//
// Both are lines of cells with commas between them. Blanks around a cell and lines that are blank say nothing, nor does
// a byte order mark before the first.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::inline record {

/// What columns of a log mean, by their names in its first line.
///   step     whole, growing, from 0
///   loss     of that step, before its update
///   heldout  the held-out loss, before that update
///   lr       the rate of the update
/// Numbers are read as to_double() reads them, nan and inf among them, in any case; infinity and nan(ind), too.
enum class LogColumn : std::size_t { step, loss, heldout, lr };

/// A cell of a column that has another name.
struct OtherCell {
  std::string_view column, text;
  /// As numbers of the columns above are read; nothing where it is none.
  std::optional<double> number() const;
};

/// One line of a log; its cells are read where they are asked for.
class LogRow {
 public:
  Step step() const { return step_; }
  /// Nothing where the log has no such column or the cell is empty. Refused, with the line: what is no number.
  Result<std::optional<double>> number(LogColumn column) const;
  bool is_empty(LogColumn column) const { return cell(column).empty(); }
  /// The cells of all other columns that have a name, in their order; of two columns of one name the first.
  std::span<const OtherCell> others() const { return others_; }
  /// A refusal that names the line.
  Refused refuse(const std::string& what) const;

 private:
  friend class LogReader;
  std::string_view cell(LogColumn column) const { return cells_[static_cast<std::size_t>(column)]; }

  std::string_view log_;
  std::size_t line_ = 0;
  Step step_ = 0;
  std::array<std::string_view, 4> cells_;
  std::vector<OtherCell> others_;
};

/// What happens with each row; false leaves the rest of the log unread.
using TakeRow = std::function<Result<bool>(const LogRow& row)>;

/// Reads a log whose steps are at most `last`; `log` is what refusals call it. Refused, with the line: a heading
/// without step or loss, or with one of the four names twice; a line of more or fewer cells; a step that is none, lies
/// beyond or does not grow; and what `take` refuses. An empty log is refused, too.
Result<void> read_log(std::string_view text, std::string_view log, Step last, const TakeRow& take);

/// The last cell of each line: one metric a line, or the last column of a CSV, whose first line may be a heading. An
/// empty cell is none. Refused, with the line: what is no number. `log` is what refusals call it.
Result<std::vector<double>> read_metrics(std::string_view text, const std::string& log);

}  // namespace etude::record
