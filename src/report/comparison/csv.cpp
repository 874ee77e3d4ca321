// A comparison as rows for a program: a row for each step of a curve, or for each trial.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"

namespace etude::report {
namespace {

Table with_titles(std::initializer_list<const char*> titles) {
  Table table;
  for (const char* title : titles) table.columns.push_back({title});
  return table;
}

/// The rate of a step; empty where the arm does not say it.
std::string rate_at(const Arm& arm, Step step) {
  const auto t = static_cast<std::size_t>(step);
  return step >= 0 && t < arm.lr.size() ? shortest(arm.lr[t]) : "";
}

/// The facts of an outcome that are one cell each.
std::vector<Fact> facts_in_cells() {
  std::vector<Fact> facts;
  for (const Fact& fact : Outcome::facts())
    if (fact.name != member_name<&Outcome::metrics>) facts.push_back(fact);
  return facts;
}

/// "accuracy", "accuracy.lowest", "accuracy.highest"
void add_metric_titles(Table& table, const std::vector<std::string>& metrics) {
  for (const std::string& name : metrics)
    for (const char* end : {"", ".lowest", ".highest"}) table.columns.push_back({name + end});
}

std::string number_cell(double value) { return std::isnan(value) ? "" : shortest(value); }

void add_metric_cells(std::vector<std::string>& row, const Outcome& trial, const std::vector<std::string>& metrics) {
  for (const std::string& name : metrics) {
    const auto is_it = [&](const Metric& metric) { return metric.name == name; };
    const auto found = std::find_if(trial.metrics.begin(), trial.metrics.end(), is_it);
    const Metric metric = found == trial.metrics.end() ? Metric{} : *found;
    for (const double value : {metric.last, metric.lowest, metric.highest}) row.push_back(number_cell(value));
  }
}

}  // namespace

std::string comparison_csv(const Comparison& comparison) {
  Table table = with_titles({"schedule", "name", "backward", "seed", "step", "lr", "loss"});
  for (const Arm& arm : comparison.arms) {
    for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k) {
      const LossCurve& curve = arm.trials[k].curve;
      for (std::size_t i = 0; i < std::min(curve.step.size(), curve.loss.size()); ++i) {
        table.rows.push_back({arm.schedule, arm.name, arm.backward, std::to_string(arm.seeds[k]),
                              std::to_string(curve.step[i]), rate_at(arm, curve.step[i]), shortest(curve.loss[i])});
      }
    }
  }
  return write_csv(table);
}

std::string comparison_trials_csv(const Comparison& comparison) {
  const std::vector<std::string> metrics = metric_names(comparison);
  Table table = with_titles({"schedule", "name", "backward", "peak", "seed"});
  for (const Fact& fact : facts_in_cells()) table.columns.push_back({std::string(fact.name)});
  add_metric_titles(table, metrics);
  for (const Arm& arm : comparison.arms) {
    for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k) {
      table.rows.push_back({arm.schedule, arm.name, arm.backward, shortest(arm.peak), std::to_string(arm.seeds[k])});
      for (const Fact& fact : facts_in_cells()) table.rows.back().push_back(cell_of(fact.read(&arm.trials[k])));
      add_metric_cells(table.rows.back(), arm.trials[k], metrics);
    }
  }
  return write_csv(table);
}

}  // namespace etude::report
