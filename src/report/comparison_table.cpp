#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "etude/base/number.h"
#include "etude/report/comparison.h"
#include "report/arms.h"

namespace etude {
namespace {

constexpr int kLossDecimals = 4;
constexpr int kSumDigits = 4;

/// One column: its title and what it says of an arm.
struct Field {
  Column column;
  std::function<std::string(const Arm&)> cell;
};

std::string loss_text(double loss) { return fixed(loss, kLossDecimals); }

std::string or_dash(double value, const std::string& text) { return std::isnan(value) ? "-" : text; }

std::string diverged_text(const Arm& arm) {
  const auto count =
      std::count_if(arm.trials.begin(), arm.trials.end(), [](const Outcome& t) { return !!t.diverged_at; });
  if (count == 0) return "-";
  if (arm.trials.size() == 1) return "step " + std::to_string(*arm.trials[0].diverged_at);
  return std::to_string(count) + " of " + std::to_string(arm.trials.size());
}

std::string ratio_text(const Arm& arm) {
  if (!arm.published || std::isnan(arm.final_loss.median)) return "-";
  return fixed(arm.final_loss.median / *arm.published, 2);
}

std::vector<Field> fields_of(const Comparison& comparison) {
  const bool as_published = report::reproduces_post(comparison);
  std::vector<Field> fields{{{"Schedule", true}, [](const Arm& arm) { return arm.name; }}};
  const auto add = [&](const char* title, std::function<std::string(const Arm&)> cell, bool is_text = false) {
    fields.push_back({{title, is_text}, std::move(cell)});
  };
  if (as_published || report::backwards_differ(comparison))
    add(
        "Backward", [](const Arm& arm) { return arm.backward; }, true);
  add("Final", [](const Arm& arm) { return loss_text(arm.final_loss.median); });
  if (report::has_several_seeds(comparison)) {
    add("±", [](const Arm& arm) { return or_dash(arm.final_loss.ci95, loss_text(arm.final_loss.ci95)); });
  }
  const bool held_out = std::any_of(comparison.arms.begin(), comparison.arms.end(), report::holds_out);
  if (held_out && !as_published) add("Held-out", [](const Arm& arm) { return loss_text(arm.heldout_loss.median); });
  add("Best", [](const Arm& arm) { return loss_text(arm.best_loss.median); });
  add("Converged @",
      [](const Arm& arm) { return or_dash(arm.converged_at.median, shortest(arm.converged_at.median)); });
  add("Σlr", [](const Arm& arm) { return significant(arm.sum_lr, kSumDigits); });
  add("Diverged", diverged_text);
  if (as_published) {
    add("Printed", [](const Arm& arm) { return arm.published ? loss_text(*arm.published) : "-"; });
    add("Ratio", ratio_text);
  }
  return fields;
}

std::vector<std::string> notes_of(const Comparison& comparison) {
  std::vector<std::string> notes;
  const bool as_published = report::reproduces_post(comparison);
  if (report::has_several_seeds(comparison)) {
    notes.push_back(
        "Final, Best and Converged @ are medians over the seeds; ± is the half width of the 95 % interval of the mean "
        "final loss; runs that diverged are left out of both and counted under Diverged.");
  }
  if (as_published) {
    notes.push_back(
        "Printed is the final loss that the post prints, which the post's own code does not produce; Ratio is our "
        "Final "
        "divided by it.");
  }
  notes.push_back(std::string("Converged @ is the first step whose loss is within 5 % of the run's own best") +
                  (as_published ? ", as the post defines it" : "") +
                  ": it says little, since a run that hardly learns is there at once.");
  return notes;
}

}  // namespace

Table comparison_table(const Comparison& comparison) {
  Table table;
  const std::vector<Field> fields = fields_of(comparison);
  for (const Field& field : fields) table.columns.push_back(field.column);
  for (const Arm& arm : comparison.arms) {
    std::vector<std::string> row;
    for (const Field& field : fields) row.push_back(field.cell(arm));
    table.rows.push_back(std::move(row));
  }
  table.notes = notes_of(comparison);
  return table;
}

std::string comparison_csv(const Comparison& comparison) {
  Table table;
  for (const char* title : {"schedule", "name", "backward", "seed", "step", "lr", "loss"})
    table.columns.push_back({title});
  for (const Arm& arm : comparison.arms) {
    for (std::size_t k = 0; k < std::min(arm.seeds.size(), arm.trials.size()); ++k) {
      const LossCurve& curve = arm.trials[k].curve;
      for (std::size_t i = 0; i < curve.step.size(); ++i) {
        const auto t = static_cast<std::size_t>(curve.step[i]);
        table.rows.push_back({arm.schedule, arm.name, arm.backward, std::to_string(arm.seeds[k]), std::to_string(t),
                              shortest(arm.lr.at(t)), shortest(curve.loss[i])});
      }
    }
  }
  return write_csv(table);
}

}  // namespace etude
