#include "list_kind.h"

#include <string>
#include <vector>

#include "etude/base/number.h"
#include "etude/notation/notation.h"
#include "etude/schedule/compose.h"

namespace etude::cli {
namespace {

constexpr Step shown_of_endless = 8;  // steps of the example, where it has no end
constexpr double stretched_by = 20;   // so that a curve of five steps shows its shape
constexpr int rows_of_plot = 8;

std::string default_text(const Field& field, const Value& fallback) {
  return is_unset(fallback) ? "required" : value_text(field, fallback);
}

std::string words(const Field& field) {
  std::string text;
  for (const std::string_view word : field.choices) text += (text.empty() ? "" : "|") + std::string(word);
  return text;
}

report::Table fields_table(const Kind& kind) {
  report::Table table{{{"Field", true}, {"Default", false}, {"Unit", true}, {"Meaning", true}}, {}, {}};
  if (const auto& takes = kind.takes)
    table.rows.push_back(
        {std::string(takes->name), "required", std::string(name_of(takes->unit)), std::string(takes->meaning)});
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    const Field& field = kind.fields[i];
    const std::string unit = field.unit == Unit::choice ? words(field) : std::string(name_of(field.unit));
    table.rows.push_back(
        {std::string(field.name), default_text(field, kind.defaults[i]), unit, std::string(field.meaning)});
  }
  if (!kind.source.empty()) table.notes.push_back("Source: " + std::string(kind.source) + ".");
  return table;
}

Step shown_steps(const Schedule& schedule, Step otherwise) {
  return schedule.length() == endless ? otherwise : schedule.length();
}

report::Table values_table(const Schedule& schedule, Step steps) {
  report::Table table{{{"Step"}, {"v(t)"}}, {}, {}};
  for (const double value : schedule.values(steps))
    table.rows.push_back({std::to_string(table.rows.size()), significant(value, 4)});
  return table;
}

/// The example over a longer run, where there is one.
report::Figure curve_of(const Schedule& example, Step steps) {
  const auto stretched = stretch(example, stretched_by);
  const Schedule& drawn = stretched ? *stretched : example;
  const Step count = shown_steps(drawn, stretched ? steps * static_cast<Step>(stretched_by) : steps);
  report::Line line;
  line.y = drawn.values(count);
  for (Step step = 0; step < count; ++step) line.x.push_back(static_cast<double>(step));
  return {.title = notation::print(drawn), .x = {.label = "step"}, .y = {.label = "v(t)"}, .lines = {std::move(line)}};
}

}  // namespace

void print_kind(const Kind& kind, const report::TerminalStyle& style) {
  print_line(Tone::strong, kind.name, ": " + std::string(kind.meaning), style);
  print_line("v(t) = " + std::string(kind.formula) + "\n", style);
  print_table(fields_table(kind), style);
  const auto example = notation::parse_schedule(kind.example.spec);
  if (!example) return;
  const Step steps = shown_steps(*example, shown_of_endless);
  print_line("\n" + std::string(kind.example.spec) + " gives", style);
  print_table(values_table(*example, steps), style);
  print_line("", style);
  report::TerminalStyle small = style;
  small.height = rows_of_plot;
  print_figure(curve_of(*example, steps), small);
}

}  // namespace etude::cli
