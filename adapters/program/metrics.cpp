#include "adapters/program/metrics.h"

#include <algorithm>
#include <cmath>

#include "adapters/program/log.h"

namespace etude::program {
namespace {

/// A last value that is not finite is none, so that a mean over the seeds leaves it out.
void note(Metric& metric, double value) {
  const bool is_finite = std::isfinite(value);
  metric.last = is_finite ? value : not_a_number;
  if (!is_finite) return;
  metric.lowest = metric.lowest <= value ? metric.lowest : value;
  metric.highest = metric.highest >= value ? metric.highest : value;
}

}  // namespace

bool LoggedMetrics::take(std::span<const OtherCell> cells) {
  columns_.resize(cells.size());
  bool has_any = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Column& column = columns_[i];
    if (column.metric.name.empty()) column.metric.name = shown_text(cells[i].column);
    if (cells[i].text.empty()) continue;
    const auto value = cells[i].number();
    column.has_text = column.has_text || !value;
    if (!value) continue;
    note(column.metric, *value);
    has_any = column.has_number = true;
  }
  return has_any;
}

std::vector<Metric> LoggedMetrics::found() && {
  std::vector<Metric> metrics;
  for (Column& column : columns_) {
    const auto is_same = [&](const Metric& before) { return before.name == column.metric.name; };
    const bool is_new = std::none_of(metrics.begin(), metrics.end(), is_same);  // escaped, two names may be one
    if (column.has_number && !column.has_text && is_new) metrics.push_back(std::move(column.metric));
  }
  return metrics;
}

}  // namespace etude::program
