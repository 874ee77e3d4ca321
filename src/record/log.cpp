// A log is read line by line; the first line that is wrong is refused with its number.

#include "record/log.h"

#include <algorithm>

#include "etude/base/number.h"
#include "record/cells.h"

namespace etude::inline record {
namespace {

constexpr std::array<std::string_view, 4> column_names{"step", "loss", "heldout", "lr"};
constexpr std::array<const char*, 4> meanings{"step", "loss", "held-out loss", "rate"};

}  // namespace

std::optional<double> OtherCell::number() const { return printed_number(text); }

Result<std::optional<double>> LogRow::number(LogColumn column) const {
  const std::string_view text = cell(column);
  if (text.empty()) return std::nullopt;
  const auto value = printed_number(text);
  if (value) return value;
  return refuse(quoted_text(text) + " is no " + meanings[static_cast<std::size_t>(column)]);
}

Refused LogRow::refuse(const std::string& what) const {
  return etude::refuse("line " + std::to_string(line_) + " of " + std::string(log_) + ": " + what);
}

/// Knows where a log's columns stand, and the step of the row before.
class LogReader {
 public:
  LogReader(std::string_view log, Step last) : last_(last) { row_.log_ = log; }

  Result<void> read(std::string_view text, const TakeRow& take) {
    while (!text.empty()) {
      const std::string_view line = take_line(text);
      ++row_.line_;
      if (line.empty()) continue;
      const auto goes_on = columns_ == 0 ? heading(line) : row(line, take);
      if (!goes_on) return pass_on(goes_on.error());
      if (!*goes_on) return {};
    }
    return columns_ == 0 ? refuse(name() + " is empty") : Result<void>();
  }

 private:
  std::string name() const { return std::string(row_.log_); }

  Result<bool> heading(std::string_view line) {
    const auto cells = cells_of(line);
    columns_ = cells.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto known = std::find(column_names.begin(), column_names.end(), cells[i]);
      if (known == column_names.end()) {
        note_other(cells[i], i);
        continue;
      }
      auto& place = place_[static_cast<std::size_t>(known - column_names.begin())];
      if (place) return refuse(name() + " has two columns " + std::string(*known));
      place = i;
    }
    if (place_[0] && place_[1]) return true;
    if (const std::string why = no_utf8(line); !why.empty()) return refuse(name() + why);
    return refuse("the first line of " + name() + " must name the columns, as step,loss does, and is " +
                  quoted_text(line));
  }

  void note_other(std::string_view column, std::size_t place) {
    const auto is_same = [&](const OtherCell& before) { return before.column == column; };
    if (column.empty() || std::any_of(row_.others_.begin(), row_.others_.end(), is_same)) return;
    row_.others_.push_back({column, {}});
    other_place_.push_back(place);
  }

  Result<bool> row(std::string_view line, const TakeRow& take) {
    const auto cells = cells_of(line);
    if (cells.size() != columns_)
      return row_.refuse("the heading has " + std::to_string(columns_) + " cells and this line " +
                         std::to_string(cells.size()));
    for (std::size_t i = 0; i < place_.size(); ++i) row_.cells_[i] = place_[i] ? cells[*place_[i]] : "";
    for (std::size_t i = 0; i < other_place_.size(); ++i) row_.others_[i].text = cells[other_place_[i]];
    return step().and_then([&] { return take(row_); });
  }

  Result<void> step() {
    const std::string_view text = row_.cell(LogColumn::step);
    const auto read = to_integer(text);
    if (!read) return row_.refuse(quoted_text(text) + " is no step");
    if (*read < 0 || *read > last_)
      return row_.refuse("step " + std::to_string(*read) + " lies outside of 0 ... " + std::to_string(last_));
    if (*read <= before_)
      return row_.refuse("step " + std::to_string(*read) + " follows step " + std::to_string(before_) +
                         "; steps must grow");
    row_.step_ = before_ = *read;
    return {};
  }

  Step last_, before_ = -1;
  std::size_t columns_ = 0;
  std::array<std::optional<std::size_t>, 4> place_{};
  std::vector<std::size_t> other_place_;
  LogRow row_;  // of this line
};

Result<void> read_log(std::string_view text, std::string_view log, Step last, const TakeRow& take) {
  return LogReader(log, last).read(without_mark(text), take);
}

Result<std::vector<double>> read_metrics(std::string_view text, const std::string& log) {
  std::vector<double> metrics;
  text = without_mark(text);
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view cell = cells_of(take_line(text)).back();
    const auto metric = printed_number(cell);
    if (metric) metrics.push_back(*metric);
    if (!metric && !cell.empty() && line > 1)
      return refuse(log + ", line " + std::to_string(line) + ": expected a metric, read " + quoted_text(cell));
  }
  if (metrics.empty()) return refuse(log + " has no metrics; write one a line");
  return metrics;
}

}  // namespace etude::record
