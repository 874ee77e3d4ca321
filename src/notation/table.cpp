// A table of steps and rates as a piecewise schedule.

#include <cmath>

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

}  // namespace

Result<Schedule> parse_table(std::string_view text, Interpolation interpolation) {
  Piecewise points{.at = {}, .values = {}, .interpolation = interpolation};
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto cells = cells_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (cells.empty() || cells[0].starts_with('#')) continue;
    const auto step = to_double(cells[0]);
    const auto rate = cells.size() > 1 ? to_double(cells[1]) : std::nullopt;
    if (!step && points.at.empty() && number <= 2) continue;  // the heading
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
