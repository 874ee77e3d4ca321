// A table of steps and rates as a piecewise schedule.

#include <cmath>
#include <utility>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "notation/lexer.h"

namespace etude::notation {
namespace {

bool is_gap(char c) { return c == ',' || c == ' ' || c == '\t' || c == '\r' || c == ';'; }

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  std::size_t i = 0;
  while (i < line.size()) {
    while (i < line.size() && is_gap(line[i])) ++i;
    const std::size_t start = i;
    while (i < line.size() && !is_gap(line[i])) ++i;
    if (i > start) cells.push_back(line.substr(start, i - start));
  }
  return cells;
}

/// Are these the names of the columns, quoted or not?
bool is_heading(const std::vector<std::string_view>& cells) {
  const auto is = [&](std::size_t i, std::string_view name) {
    std::string_view cell = cells[i];
    if (cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"')) cell = cell.substr(1, cell.size() - 2);
    return lower_case(cell) == name;
  };
  return cells.size() > 1 && is(0, "step") && is(1, "lr");
}

}  // namespace

Result<Schedule> parse_table(std::string_view text, Interpolation interpolation) {
  Piecewise points{.at = {}, .values = {}, .interpolation = interpolation};
  int number = 0;
  bool is_begun = false;
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    const auto cells = cells_of(line);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (cells.empty() || cells[0].starts_with('#')) continue;
    const auto step = to_double(cells[0]);
    const auto rate = cells.size() > 1 ? to_double(cells[1]) : std::nullopt;
    if (!std::exchange(is_begun, true) && !step) {
      if (is_heading(cells)) continue;
      return refuse("line " + std::to_string(number) + ": a heading must be step,lr, and this is " + quoted(line) +
                    "; name the columns so, in that order");
    }
    if (cells.size() < 2 || !step || !rate || !std::isfinite(*step) || !std::isfinite(*rate)) {
      return refuse("line " + std::to_string(number) + ": expected a step and a rate, as in 10,0.05; read " +
                    quoted(cells[0]) + (cells.size() > 1 ? " " + quoted(cells[1]) : ""));
    }
    points.at.push_back(*step);
    points.values.push_back(*rate);
  }
  if (points.at.empty()) return refuse("the table has no points; give lines of step,rate");
  return piecewise(std::move(points));
}

}  // namespace etude::notation
