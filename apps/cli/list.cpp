// etude list: the kinds with their formulas and fields, and the tasks.

#include <cmath>
#include <cstdio>
#include <memory>

#include "etude/base/json.h"
#include "etude/lab/task.h"
#include "etude/notation/notation.h"
#include "etude/schedule/compose.h"
#include "flags.h"
#include "terminal.h"

namespace etude::cli {
namespace {

struct Options {
  std::string name;
  bool json = false;
  bool ascii = false;
};

std::string default_text(const Field& field, const Value& fallback) {
  return is_unset(fallback) ? "required" : value_text(field, fallback);
}

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::rate:
      return "rate";
    case Unit::number:
      return "number";
    case Unit::fraction:
      return "fraction";
    case Unit::steps:
      return "steps";
    case Unit::choice:
      return "word";
    case Unit::schedules:
      return "schedules";
  }
  return "";
}

std::string words(const Field& field) {
  std::string text;
  for (const std::string_view word : field.choices) text += (text.empty() ? "" : "|") + std::string(word);
  return text;
}

Table kinds_table() {
  Table table{{{"Kind", true}, {"What it is", true}}, {}, {}};
  for (const Kind& kind : kinds()) table.rows.push_back({std::string(kind.name), std::string(kind.meaning)});
  table.notes.push_back(
      "etude list KIND shows the formula and the fields of one. Join schedules with then: warmup(to=0.05, steps=30) "
      "then cosine(from=0.05, steps=270).");
  return table;
}

Table tasks_table() {
  Table table{{{"Task", true}, {"What it is", true}}, {}, {}};
  for (const TaskEntry& task : tasks()) table.rows.push_back({std::string(task.name), std::string(task.meaning)});
  return table;
}

Table fields_table(const Kind& kind) {
  Table table{{{"Field", true}, {"Default", false}, {"Unit", true}, {"Meaning", true}}, {}, {}};
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    const Field& field = kind.fields[i];
    const std::string unit = field.unit == Unit::choice ? words(field) : std::string(unit_name(field.unit));
    table.rows.push_back(
        {std::string(field.name), default_text(field, kind.defaults[i]), unit, std::string(field.meaning)});
  }
  if (!kind.source.empty()) table.notes.push_back("Source: " + std::string(kind.source) + ".");
  return table;
}

Json default_json(const Field& field, const Value& fallback) {
  if (is_unset(fallback)) return Json();
  if (const auto* number = std::get_if<double>(&fallback)) return Json(*number);
  if (const auto* steps = std::get_if<Step>(&fallback); steps && *steps != endless) return Json(*steps);
  return Json(value_text(field, fallback));
}

Json kind_json(const Kind& kind) {
  Json::Array fields;
  for (std::size_t i = 0; i < kind.fields.size(); ++i) {
    const Field& field = kind.fields[i];
    Json::Array choices;
    for (const std::string_view word : field.choices) choices.emplace_back(word);
    fields.push_back(Json::Object{{"name", field.name},
                                  {"unit", unit_name(field.unit)},
                                  {"required", is_unset(kind.defaults[i])},
                                  {"default", default_json(field, kind.defaults[i])},
                                  {"choices", std::move(choices)},
                                  {"meaning", field.meaning}});
  }
  return Json::Object{{"name", kind.name},
                      {"formula", kind.formula},
                      {"meaning", kind.meaning},
                      {"source", kind.source},
                      {"fields", std::move(fields)}};
}

Json everything_json() {
  Json::Array kind_list, task_list;
  for (const Kind& kind : kinds()) kind_list.push_back(kind_json(kind));
  for (const TaskEntry& task : tasks()) {
    task_list.push_back(Json::Object{{"name", task.name}, {"meaning", task.meaning}});
  }
  return Json::Object{{"kinds", std::move(kind_list)}, {"tasks", std::move(task_list)}};
}

tl::unexpected<Error> no_such_kind(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  const std::string_view nearest = nearest_name(name, names);
  return refuse("there is no kind \"" + name + "\"" +
                (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?") +
                " (etude list shows them all)");
}

Result<void> list(const Options& options) {
  const TerminalStyle style = terminal_style(options.ascii);
  const Kind* kind = options.name.empty() ? nullptr : find_kind(options.name);
  if (!options.name.empty() && !kind) return no_such_kind(options.name);
  if (options.json) {
    std::puts(write_json(kind ? kind_json(*kind) : everything_json()).c_str());
  } else if (kind) {
    print_line(std::string(kind->name) + ": " + std::string(kind->meaning), style);
    print_line("v(t) = " + std::string(kind->formula) + "\n", style);
    print_table(fields_table(*kind), style);
  } else {
    print_table(kinds_table(), style);
    print_line("", style);
    print_table(tasks_table(), style);
  }
  return {};
}

}  // namespace

Action list_verb(Flags flags) {
  auto options = std::make_shared<Options>();
  flags.argument("KIND", options->name, "show the fields of this kind");
  flags.flag("--json", options->json, "as JSON on standard output");
  flags.flag("--ascii", options->ascii, "plain ASCII characters");
  return [options] { return list(*options); };
}

}  // namespace etude::cli
