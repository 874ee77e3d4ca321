// One range test as table, CSV, JSON and figure.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "etude/base/number.h"
#include "etude/report/range.h"

namespace etude::report {
namespace {

constexpr int kDigits = 3;

std::size_t size_of(const RangeTest& range) {
  return std::min({range.lr.size(), range.loss.size(), range.smoothed.size()});
}

std::size_t nearest(const RangeTest& range, double lr) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < size_of(range); ++i) {
    if (std::abs(range.lr[i] - lr) < std::abs(range.lr[best] - lr)) best = i;
  }
  return best;
}

std::size_t lowest(const RangeTest& range) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < size_of(range); ++i) {
    if (range.smoothed[i] < range.smoothed[best]) best = i;
  }
  return best;
}

/// The first step of each decade of the rate.
std::map<std::size_t, std::string> decades(const RangeTest& range) {
  std::map<std::size_t, std::string> rows;
  double power = 1e-300;
  for (std::size_t i = 0; i < size_of(range); ++i) {
    if (!(range.lr[i] >= power * (1 - 1e-9))) continue;
    rows[i] = "";
    while (power < 1e300 && power * (1 - 1e-9) <= range.lr[i]) power *= 10;
  }
  return rows;
}

/// The steps that the table shows, in order, and what each of them is.
std::map<std::size_t, std::string> rows_of(const RangeTest& range) {
  if (size_of(range) == 0) return {};
  std::map<std::size_t, std::string> rows = decades(range);
  rows[0] = "start";
  rows[size_of(range) - 1] = range.stopped_at ? "stop" : "end";
  rows[lowest(range)] = "lowest";
  if (range.suggested) rows[nearest(range, *range.suggested)] = "steepest fall";
  return rows;
}

std::string suggestion(const RangeTest& range) {
  if (!range.suggested) return "No rate is suggested: the smoothed loss never falls.";
  return "Suggested rate: " + significant(*range.suggested, kDigits) +
         ", where the smoothed loss falls fastest against log10 of the rate.";
}

std::string ending(const RangeTest& range) {
  if (!range.stopped_at) return "The sweep ended before the loss exceeded 4 times its best.";
  return "It stopped at step " + std::to_string(*range.stopped_at) +
         ", where the loss exceeded 4 times its best or was not finite.";
}

}  // namespace

Table range_table(const RangeTest& range) {
  Table table;
  table.columns = {{"", true}, {"Step"}, {"lr"}, {"Loss"}, {"Smoothed"}};
  for (const auto& [i, what] : rows_of(range)) {
    table.rows.push_back({what, std::to_string(i), significant(range.lr[i], kDigits), fixed(range.loss[i], 4),
                          fixed(range.smoothed[i], 4)});
  }
  table.notes = {suggestion(range), ending(range)};
  return table;
}

std::string range_csv(const RangeTest& range) {
  Table table;
  table.columns = {{"step"}, {"lr"}, {"loss"}, {"smoothed"}};
  for (std::size_t i = 0; i < size_of(range); ++i) {
    table.rows.push_back(
        {std::to_string(i), shortest(range.lr[i]), shortest(range.loss[i]), shortest(range.smoothed[i])});
  }
  return write_csv(table);
}

Json range_json(const RangeTest& range) { return facts_json(range); }

Figure range_figure(const RangeTest& range) {
  Figure figure{.title = range.task + ": range test", .x = {"lr", true}, .y = {"loss", true}};
  figure.lines.push_back({.name = "loss", .x = range.lr, .y = range.loss});
  figure.lines.push_back({.name = "smoothed", .x = range.lr, .y = range.smoothed});
  for (Line& line : figure.lines) {
    const std::size_t size = std::min(line.x.size(), line.y.size());
    line.x.resize(size);
    line.y.resize(size);
  }
  figure.marked_x = range.suggested;
  if (range.suggested) figure.mark_label = "suggested " + significant(*range.suggested, kDigits);
  return figure;
}

}  // namespace etude::report
