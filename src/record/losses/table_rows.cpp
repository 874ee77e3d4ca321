// A table: line by line, the first one names the columns.

#include "base/words.h"
#include "record/cells.h"
#include "record/losses/rows.h"

namespace etude::inline record {
namespace {

class TableRows final : public LogRows {
 public:
  Result<void> take(std::string_view piece, LossPoints& points) override {
    while (!piece.empty()) {
      const std::size_t end = piece.find_first_of("\r\n");
      part_.append(piece.substr(0, end));
      if (part_.size() > longest_log_row) return refuse(points.log() + " has a line of more than 4 MiB; it is no log");
      if (end == std::string_view::npos) return {};
      const bool is_rest_of_crlf = after_cr_ && end == 0 && part_.empty() && piece[0] == '\n';
      after_cr_ = piece[end] == '\r';
      piece.remove_prefix(end + 1);
      if (is_rest_of_crlf) continue;
      if (auto good = end_line(points); !good) return good;
    }
    return {};
  }

  Result<void> end(LossPoints& points) override {
    if (auto good = end_line(points); !good) return good;
    return names_.empty() ? refuse(points.log() + " is empty") : Result<void>();
  }

 private:
  Result<void> end_line(LossPoints& points) {
    ++line_;
    const std::string whole = std::exchange(part_, "");
    const std::string_view line = trimmed(whole);
    if (line.empty() || line.starts_with('#')) return {};
    return names_.empty() ? heading(line, points) : row(whole, points);
  }

  Result<void> heading(std::string_view line, LossPoints& points) {
    separator_ = separator_of(line);
    names_ = quoted_cells_of(line, separator_);
    return points.check(names_);
  }

  Result<void> row(std::string_view line, LossPoints& points) {
    row_.place = "line " + std::to_string(line_) + " of " + points.log();
    if (line.find('"') == std::string_view::npos) return row(cells_of(line, separator_), points);
    const auto cells = quoted_cells_of(line, separator_);
    return row({cells.begin(), cells.end()}, points);
  }

  Result<void> row(const std::vector<std::string_view>& cells, LossPoints& points) {
    if (cells.size() != names_.size())
      return refuse(row_.place + ": the heading has " + std::to_string(names_.size()) + " cells and this line " +
                    std::to_string(cells.size()));
    row_.cells.clear();
    decimals_.assign(cells.begin(), cells.end());
    for (std::size_t i = 0; i < cells.size(); ++i) row_.cells.emplace_back(names_[i], point_for_comma(i));
    return points.take(row_);
  }

  /// Where something else parts the cells, a comma in a number is its decimal point.
  std::string_view point_for_comma(std::size_t i) {
    if (separator_ == ',') return decimals_[i];
    const std::size_t comma = decimals_[i].find(',');
    if (comma == std::string::npos) return decimals_[i];
    std::string number = decimals_[i];
    number[comma] = '.';
    if (printed_number(number)) decimals_[i] = number;
    return decimals_[i];
  }

  std::string part_;  // of a line
  bool after_cr_ = false;
  std::size_t line_ = 0;
  char separator_ = ',';
  std::vector<std::string> names_, decimals_;
  LogCells row_;
};

}  // namespace

std::unique_ptr<LogRows> table_rows() { return std::make_unique<TableRows>(); }

}  // namespace etude::record
