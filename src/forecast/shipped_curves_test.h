#pragma once
// The logs of tests/golden/curves as runs, with the rates that their manifest tells.

#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/record/logged_run.h"

namespace etude::forecast {

/// A run and the columns of the manifest by which tests choose it.
struct ShippedRun {
  std::string file, role, kind;
  LoggedRun run;
};

inline std::vector<std::string> cells_of_line(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line)
    if (c == ',')
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  return cells;
}

/// The rows of a CSV file, each by the names of its columns.
inline std::vector<std::map<std::string, std::string>> rows_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  const auto names = cells_of_line(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(file, line)) {
    const auto cells = cells_of_line(line);
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

using ManifestRow = std::map<std::string, std::string>;

inline double number_in(const ManifestRow& row, const std::string& column) {
  return to_double(row.at(column)).value_or(0);
}

/// The rate of step s by the formulas of the curves' README.
inline double rate_at(const ManifestRow& row, double s) {
  const double peak = number_in(row, "peak_lr"), end = number_in(row, "end_lr"), warm = number_in(row, "warmup_steps");
  const double total = number_in(row, "total_steps"), from = number_in(row, "decay_start");
  const std::string &warmup = row.at("warmup_shape"), &shape = row.at("decay_shape");
  if (s < warm) {
    if (warmup == "linear0") return peak * s / (warm - 1);
    if (warmup == "linear0.01") return peak * (s / warm + (1 - s / warm) / 100);
    return peak / 100 + (peak - peak / 100) / 2 * (1 - math::cos_pi(s / (warm - 1)));
  }
  if (shape.empty() || s < from) return peak;
  const double u = (s - from) / (total - from);
  if (shape == "cosine") return end + 0.5 * (peak - end) * (1 + math::cos_pi(u));
  if (shape == "linear") return peak + (end - peak) * u;
  if (shape == "exp") return peak * math::pow(end / peak, u);
  if (shape == "sqrt") return peak * (1 - std::sqrt(u));
  return end;
}

using Logs = std::map<std::string, std::pair<std::vector<Step>, std::vector<double>>>;

/// The points of a file with the columns run, step, lr, loss, by run.
inline void read_log(const std::string& path, Logs& logs) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto cells = cells_of_line(line);
    auto& [steps, losses] = logs[cells[0]];
    steps.push_back(to_integer(cells[1]).value_or(0));
    losses.push_back(to_double(cells[3]).value_or(0));
  }
}

/// All runs whose log is there.
inline std::vector<ShippedRun> shipped_runs(const std::string& folder) {
  Logs logs;
  std::vector<ShippedRun> runs;
  std::map<std::string, bool> read;
  for (const ManifestRow& row : rows_of(folder + "/runs.csv")) {
    const std::string& file = row.at("file");
    if (!read[file]) read_log(folder + "/" + file, logs);
    read[file] = true;
    ShippedRun& shipped = runs.emplace_back(ShippedRun{file, row.at("role"), row.at("kind"), {}});
    shipped.run.name = row.at("run");
    shipped.run.warmup_steps = to_integer(row.at("warmup_steps")).value_or(0);
    for (Step s = 0; s < to_integer(row.at("total_steps")).value_or(0); ++s)
      shipped.run.rates.push_back(rate_at(row, static_cast<double>(s)));
    shipped.run.steps = logs[shipped.run.name].first;
    shipped.run.losses = logs[shipped.run.name].second;
    if (!row.at("branch_step").empty()) shipped.run.branch_step = to_integer(row.at("branch_step"));
  }
  return runs;
}

}  // namespace etude::forecast
