#include "etude/report/run.h"

#include <algorithm>
#include <map>

#include "etude/base/number.h"

namespace etude::report {
namespace {

/// What was measured, name by name in the order of its first appearance, and step by step; a layer's own figures, whose
/// names have a dot, only where `of_layers`.
struct MeasuredColumns {
  std::vector<std::string> names;
  std::map<std::string, std::map<Step, double>> values;

  void add(Step step, const std::string& name, double value) {
    if (!values.contains(name)) names.push_back(name);
    values[name][step] = value;
  }
};

MeasuredColumns measured_columns(const Record& record, bool of_layers) {
  MeasuredColumns all;
  for (const Heldout& heldout : record.heldout) {
    all.add(heldout.step, "heldout_loss", heldout.loss);
    all.add(heldout.step, "heldout_accuracy", heldout.accuracy);
  }
  for (const Measurement& m : record.measurements)
    if (of_layers || m.name.find('.') == std::string::npos || m.name.find("attention") != std::string::npos)
      all.add(m.step, m.name, m.value);
  return all;
}

Step end_of(const Record& record) { return record.first + static_cast<Step>(record.loss.size()); }

/// The steps that a row can be written for: those of the losses, and the end, where something was measured after it.
std::vector<Step> steps_of(const Record& record, const MeasuredColumns& all) {
  std::vector<Step> steps;
  for (Step t = record.first; t < end_of(record); ++t) steps.push_back(t);
  const bool has_end = std::any_of(all.names.begin(), all.names.end(), [&](const std::string& name) {
    return all.values.at(name).contains(end_of(record));
  });
  if (has_end) steps.push_back(end_of(record));
  return steps;
}

/// Of those the ones at which something was measured.
std::vector<Step> measured_steps(const Record& record, const MeasuredColumns& all) {
  std::vector<Step> steps;
  for (const Step t : steps_of(record, all))
    if (std::any_of(all.names.begin(), all.names.end(),
                    [&](const auto& name) { return all.values.at(name).contains(t); }))
      steps.push_back(t);
  return steps;
}

template <class ToText>
std::vector<std::string> row_of(const Record& record, const MeasuredColumns& all, Step t, const ToText& to_text) {
  const auto i = static_cast<std::size_t>(t - record.first);
  const bool has_loss = i < record.loss.size();
  std::vector<std::string> row{std::to_string(t), has_loss ? to_text(record.lr[i]) : "",
                               has_loss ? to_text(record.loss[i]) : ""};
  for (const std::string& name : all.names) {
    const auto& values = all.values.at(name);
    row.push_back(values.contains(t) ? to_text(values.at(t)) : "");
  }
  return row;
}

Table table_of(const MeasuredColumns& all) {
  Table table{{{"step"}, {"lr"}, {"loss"}}, {}, {}};
  for (const std::string& name : all.names) table.columns.push_back({name});
  return table;
}

/// Name by name in the order of their first appearance.
Json measurements_json(const std::vector<Measurement>& measurements) {
  std::vector<std::string> names;
  std::map<std::string, std::pair<Json::Array, Json::Array>> series;
  for (const Measurement& m : measurements) {
    if (!series.contains(m.name)) names.push_back(m.name);
    series[m.name].first.emplace_back(m.step);
    series[m.name].second.emplace_back(m.value);
  }
  Json::Object object;
  for (const std::string& name : names)
    object.emplace_back(name, Json::Object{{"step", series[name].first}, {"value", series[name].second}});
  return object;
}

}  // namespace

Table run_table(const Record& record, std::size_t rows) {
  const MeasuredColumns all = measured_columns(record, false);
  std::vector<Step> steps = steps_of(record, all);
  if (!record.measurements.empty()) steps = measured_steps(record, all);
  Table table = table_of(all);
  const auto short_text = [](double value) { return significant(value, 4); };
  const std::size_t last = steps.size() - 1, gaps = std::min(rows - 1, last);
  for (std::size_t i = 0; i <= gaps; ++i) {
    const std::size_t at = gaps == 0 ? last : i * last / gaps;
    table.rows.push_back(row_of(record, all, steps[at], short_text));
  }
  if (record.trained_loss)
    table.notes.push_back("Training loss after the last update: " + short_text(*record.trained_loss) + ".");
  if (record.diverged_at)
    table.notes.push_back("The run diverged: its loss is not finite at step " + std::to_string(*record.diverged_at) +
                          ".");
  return table;
}

std::string run_csv(const Record& record) {
  const MeasuredColumns all = measured_columns(record, true);
  Table table = table_of(all);
  for (const Step t : steps_of(record, all)) table.rows.push_back(row_of(record, all, t, shortest));
  return write_csv(table);
}

Json run_json(const RunTitle& title, const Record& record) {
  Json::Object run = facts_json(title);
  for (Json::Member& fact : facts_json(record)) run.push_back(std::move(fact));
  run.emplace_back("measurements", measurements_json(record.measurements));
  return run;
}

Figure run_figure(const RunTitle& title, const Record& record) {
  Figure figure{.title = title.task + ": loss at each step", .x = {"step"}, .y = {"loss", true}};
  Line loss{.name = "training", .diverged = record.diverged_at.has_value()};
  for (std::size_t i = 0; i < record.loss.size(); ++i) {
    loss.x.push_back(static_cast<double>(record.first + static_cast<Step>(i)));
    loss.y.push_back(record.loss[i]);
  }
  figure.lines.push_back(std::move(loss));
  if (record.heldout.size() < 2) return figure;
  Line heldout{.name = "held out"};
  for (const Heldout& h : record.heldout) {
    heldout.x.push_back(static_cast<double>(h.step));
    heldout.y.push_back(h.loss);
  }
  figure.lines.push_back(std::move(heldout));
  return figure;
}

}  // namespace etude::report
