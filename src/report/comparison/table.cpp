#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/words.h"
#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/comparison/arms.h"
#include "report/text.h"

namespace etude::report {
namespace {

constexpr int kPeakDigits = 4;
constexpr int kIntervalDigits = 2;
constexpr int kSumDigits = 4;
constexpr int kMetricDigits = 4;

const Column plus_minus{.title = "±", .goes_with_last = true};

/// One column: its title and what it says of an arm.
struct Field {
  Column column;
  std::function<std::string(const Arm&)> cell;
};

std::string or_dash(double value, const std::string& text) { return std::isnan(value) ? "-" : text; }

std::string diverged_text(const Arm& arm) {
  const std::size_t count = diverged_trials(arm);
  if (count == 0) return "-";
  if (arm.trials.size() == 1) return "step " + std::to_string(*arm.trials[0].diverged_at);
  return std::to_string(count) + " of " + std::to_string(arm.trials.size());
}

std::string failed_text(const Arm& arm) {
  return arm.failed == 0 ? "-" : std::to_string(arm.failed) + " of " + std::to_string(arm.trials.size());
}

std::string ratio_text(const Arm& arm) {
  if (!arm.reported || std::isnan(arm.final_loss.median)) return "-";
  return fixed(arm.final_loss.median / arm.reported->final_loss, 2);
}

/// What a metric was in the end; NaN where the arm does not have it.
Summary metric_of(const Arm& arm, const std::string& name) {
  for (const MetricSummary& metric : arm.metrics)
    if (metric.name == name) return metric.last;
  return {};
}

void add_metric(std::vector<Field>& fields, const std::string& name, bool has_interval) {
  const auto text = [](double value) { return or_dash(value, significant(value, kMetricDigits)); };
  fields.push_back({{name}, [=](const Arm& arm) { return text(metric_of(arm, name).median); }});
  if (has_interval) fields.push_back({plus_minus, [=](const Arm& arm) { return text(metric_of(arm, name).ci95); }});
}

std::vector<Field> fields_of(const Comparison& comparison) {
  const bool reported = has_reported(comparison);
  const bool tuned = comparison.is_tuned();
  const auto loss_text = [decimals = loss_decimals(comparison)](double loss) { return fixed(loss, decimals); };
  std::vector<Field> fields{
      {{"Schedule", true}, [](const Arm& arm) { return (arm.control_of ? "  " : "") + arm.name; }}};
  const auto add = [&](const char* title, std::function<std::string(const Arm&)> cell, bool is_text = false) {
    fields.push_back({{title, is_text}, std::move(cell)});
  };
  if (reported || backwards_differ(comparison))
    add(
        "Backward", [](const Arm& arm) { return arm.backward; }, true);
  if (tuned) add("Peak", [](const Arm& arm) { return significant(arm.peak, kPeakDigits); });
  add("Final", [=](const Arm& arm) { return loss_text(arm.final_loss.median); });
  if (has_several_seeds(comparison)) {
    fields.push_back(
        {plus_minus, [=](const Arm& arm) { return or_dash(arm.final_loss.ci95, loss_text(arm.final_loss.ci95)); }});
  }
  if (holds_out(comparison) && !reported)
    add("Held-out", [=](const Arm& arm) { return loss_text(arm.heldout_loss.median); });
  add("Best", [=](const Arm& arm) { return loss_text(arm.best_loss.median); });
  if (!tuned) {
    add("Converged @",
        [](const Arm& arm) { return or_dash(arm.converged_at.median, shortest(arm.converged_at.median)); });
  }
  add("Σlr", [](const Arm& arm) { return significant(arm.sum_lr, kSumDigits); });
  add("Diverged", diverged_text);
  if (has_failures(comparison)) add("Failed", failed_text);
  for (const std::string& name : metric_names(comparison)) add_metric(fields, name, has_several_seeds(comparison));
  if (reported) {
    add("Printed", [=](const Arm& arm) { return arm.reported ? loss_text(arm.reported->final_loss) : "-"; });
    add("Ratio", ratio_text);
  }
  return fields;
}

std::vector<std::string> peaks_at_ends(const Comparison& comparison) {
  std::vector<std::string> notes;
  for (const Arm& arm : comparison.arms) {
    if (!arm.at_end || arm.tuning.empty()) continue;
    notes.push_back("The peak of " + arm.name + ", " + significant(arm.peak, kPeakDigits) +
                    ", is at the end of what may be tried: a better one may lie beyond.");
  }
  return notes;
}

std::string note_on_tuning(const Comparison& comparison) {
  const std::string seeds = std::to_string(comparison.tuning_seeds.size());
  return "Peak is where tuning put each schedule, by " +
         std::string(comparison.tuned_on == "heldout_loss" ? "held-out loss" : "final loss") + " on " + seeds +
         (comparison.tuning_seeds.size() == 1 ? " other seed." : " other seeds.");
}

/// How sure the peaks are.
std::string note_on_peaks(const Comparison& comparison) {
  std::string list;
  for (const Arm& arm : comparison.arms) {
    if (!arm.peak_ci95) continue;
    const auto& [low, high] = *arm.peak_ci95;
    list += (list.empty() ? "" : ", ") + arm.name + " " + significant(low, kIntervalDigits) + " … " +
            significant(high, kIntervalDigits);
  }
  return "95 % intervals of the peaks: " + list + ". Where they overlap, peaks cannot be told apart.";
}

std::string note_on_metrics(const Comparison& comparison, const std::vector<std::string>& names) {
  return etude::joined(names) +
         (names.size() == 1 ? " is what the trainer logged of it last" : " are what the trainer logged of them last") +
         (has_several_seeds(comparison) ? ": the median over the seeds, ± as of the losses; nothing is tested on "
                                        : "; nothing is tested on ") +
         (names.size() == 1 ? "it." : "them.");
}

std::vector<std::string> notes_of(const Comparison& comparison) {
  std::vector<std::string> notes = comparison.notes;
  const bool tuned = comparison.is_tuned();
  if (tuned) {
    notes.push_back(note_on_tuning(comparison));
    if (comparison.arms[0].peak_ci95) notes.push_back(note_on_peaks(comparison));
  }
  if (has_several_seeds(comparison)) {
    notes.push_back(
        std::string(tuned ? "Losses are" : "Final, Best and Converged @ are") +
        " medians over the seeds; ± is the half width of the 95 % interval of the mean final loss; runs that diverged "
        "are left out of both and counted under Diverged.");
  }
  if (const auto names = metric_names(comparison); !names.empty()) notes.push_back(note_on_metrics(comparison, names));
  const Source source = comparison.source.value_or(Source{});
  if (!source.figures.empty()) notes.push_back("Printed is " + source.figures + "; Ratio is our Final divided by it.");
  if (!tuned) {
    notes.push_back(std::string("Converged @ is the first step whose loss is within 5 % of the run's own best") +
                    (source.convergence.empty() ? "" : ", " + source.convergence) +
                    ": it says little, since a run that hardly learns is there at once.");
  }
  if (contenders(comparison).size() < comparison.arms.size())
    notes.push_back("A control is the constant with the same sum of rates as the schedule above it.");
  for (std::string& note : peaks_at_ends(comparison)) notes.push_back(std::move(note));
  if (comparison.work.trained < comparison.work.asked) {
    notes.push_back("Trained " + grouped(comparison.work.trained) + " of " + grouped(comparison.work.asked) +
                    " updates: trials that begin alike share their beginning.");
  }
  return notes;
}

}  // namespace

Table comparison_table(const Comparison& comparison) {
  Table table;
  const std::vector<Field> fields = fields_of(comparison);
  for (const Field& field : fields) table.columns.push_back(field.column);
  for (const std::size_t i : shown_order(comparison)) {
    std::vector<std::string> row;
    for (const Field& field : fields) row.push_back(field.cell(comparison.arms[i]));
    table.rows.push_back(std::move(row));
  }
  table.notes = notes_of(comparison);
  return table;
}

}  // namespace etude::report
