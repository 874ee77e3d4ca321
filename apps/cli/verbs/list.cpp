// etude list: the kinds with their formulas and fields, the dialects, the recipes, and what can be trained.

#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "base/words.h"
#include "etude/base/json.h"
#include "etude/base/number.h"
#include "etude/dialect/controllers.h"
#include "etude/notation/notation.h"
#include "etude/notation/recipes.h"
#include "etude/schedule/compose.h"
#include "list_kind.h"
#include "list_task.h"

namespace etude::cli {
namespace {

struct ListOptions {
  std::string name;
  bool json = false;
};

report::Table kinds_table() {
  report::Table table{{{"Kind", true}, {"What it is", true}}, {}, {}};
  for (const Kind& kind : kinds()) table.rows.push_back({std::string(kind.name), std::string(kind.meaning)});
  table.notes.push_back(
      "etude list KIND shows the formula and the fields of one. Join schedules with then: warmup(to=0.05, steps=30) "
      "then cosine(from=0.05, steps=270).");
  return table;
}

/// Each schedule as it is written, and what it is.
void print_dialect(const dialect::Dialect& dialect, const report::TerminalStyle& style) {
  print_line(std::string(dialect.library) + "\n", style);
  for (const dialect::DialectEntry& entry : dialect.entries) {
    print_line(Tone::strong, std::string(dialect.name) + "." + std::string(entry.name),
               "(" + std::string(entry.signature) + ")", style, 2);
    print_line("    " + std::string(entry.meaning), style);
  }
}

report::Table dialects_table() {
  report::Table table{{{"Dialect", true}, {"Library", true}, {"Schedules"}, {"--to", true}}, {}, {}};
  for (const dialect::Dialect& dialect : dialect::dialects()) {
    table.rows.push_back({std::string(dialect.name), std::string(dialect.library),
                          std::to_string(dialect.entries.size()), dialect.is_written ? "yes" : "read only"});
  }
  table.notes.push_back(
      "etude list DIALECT shows its schedules. Write one as torch.StepLR(lr=0.1, step_size=30), or paste the library's "
      "own line.");
  return table;
}

/// The arguments of one are too many for a column.
void print_controllers(const report::TerminalStyle& style) {
  for (const dialect::Dialect& library : dialect::controller_dialects()) {
    const std::string prefix = library.name == "etude" ? "" : std::string(library.name) + ".";
    for (const dialect::DialectEntry& entry : library.entries) {
      print_line(Tone::strong, prefix + std::string(entry.name), ": " + std::string(entry.meaning), style);
      print_line("  " + std::string(entry.signature) + "\n", style);
    }
  }
  print_line(
      "etude show SPEC --controller 'torch.ReduceLROnPlateau(patience=2)' --metrics FILE shows the rate that it gives.",
      style);
}

report::Table recipes_table() {
  report::Table table{{{"Recipe", true}, {"Peak"}, {"What it is", true}}, {}, {}};
  for (const notation::Recipe& recipe : notation::recipes()) {
    table.rows.push_back({"recipe:" + std::string(recipe.name), shortest(recipe.peak), std::string(recipe.meaning)});
  }
  table.notes.push_back(
      "Write recipe:gpt3 or recipe:gpt3(peak=3e-4), with --steps; etude convert recipe:gpt3 --to text shows what it "
      "is.");
  return table;
}

const char* severity_name(const Lint& lint) { return lint.severity == Severity::warning ? "warning" : "note"; }

const char* place_name(const Lint& lint) {
  constexpr const char* names[] = {"curve", "line", "run", "controller"};
  return names[static_cast<std::size_t>(lint.found_on)];
}

report::Table lints_table() {
  report::Table table{{{"Lint", true}, {"", true}, {"Found on", true}, {"What it finds", true}}, {}, {}};
  for (const Lint& lint : lints())
    table.rows.push_back({std::string(lint.name), severity_name(lint), place_name(lint), std::string(lint.meaning)});
  table.notes.push_back(
      "etude lint SPEC --disable NAME leaves one out; with --strict a warning is an exit status of 1.");
  return table;
}

Json lints_json() {
  Json::Array all;
  for (const Lint& lint : lints())
    all.push_back(Json::Object{{"name", std::string(lint.name)},
                               {"severity", severity_name(lint)},
                               {"found_on", place_name(lint)},
                               {"meaning", std::string(lint.meaning)}});
  return all;
}

Json everything_json() {
  Json::Array kind_list, dialect_list, recipe_list, task_list, optimizer_list, controller_list;
  for (const dialect::Dialect& library : dialect::controller_dialects()) controller_list.push_back(to_json(library));
  for (const Kind& kind : kinds()) kind_list.push_back(facts_json(notation::statement_of(kind)));
  for (const dialect::Dialect& dialect : dialect::dialects()) dialect_list.push_back(to_json(dialect));
  for (const notation::Recipe& recipe : notation::recipes()) recipe_list.push_back(facts_json(recipe));
  for (const train::TaskEntry& task : train::tasks()) task_list.push_back(task_json(task));
  task_list.push_back(power_law_json());
  for (const optim::RuleEntry& rule : optim::rules()) optimizer_list.push_back(rule_json(rule));
  return Json::Object{{"kinds", std::move(kind_list)},
                      {"dialects", std::move(dialect_list)},
                      {"recipes", std::move(recipe_list)},
                      {"controllers", std::move(controller_list)},
                      {"tasks", std::move(task_list)},
                      {"optimizers", std::move(optimizer_list)},
                      {"data", data_json()},
                      {"lints", lints_json()}};
}

Refused no_such_name(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  for (const dialect::Dialect& dialect : dialect::dialects()) names.push_back(dialect.name);
  for (const notation::Recipe& recipe : notation::recipes()) names.push_back(recipe.name);
  for (const train::TaskEntry& entry : train::tasks()) names.push_back(entry.task.name);
  names.push_back(train::power_law_name);
  for (const optim::RuleEntry& rule : optim::rules()) names.push_back(rule.name);
  const std::string_view nearest = nearest_name(name, names);
  return refuse("there is no kind, dialect, recipe, task or optimizer \"" + name + "\"" +
                (nearest.empty() ? "" : "; did you mean " + std::string(nearest) + "?") +
                " (etude list shows them all)");
}

/// What one name stands for: as JSON, and as text.
struct Entry {
  std::function<Json()> json;
  std::function<void(const report::TerminalStyle&)> print;
};

void print_recipe(const notation::Recipe& recipe, const report::TerminalStyle& style) {
  print_line(Tone::strong, "recipe:" + std::string(recipe.name), ": " + std::string(recipe.meaning), style);
  print_line("\n" + recipe.spec() + "\n", style);
  print_line("Source: " + std::string(recipe.source) + ".", style);
}

void print_everything(const report::TerminalStyle& style) {
  for (const report::Table& table :
       {kinds_table(), dialects_table(), recipes_table(), tasks_table(), optimizers_table(), data_table()}) {
    print_table(table, style);
    print_line("", style);
  }
}

/// The lists that have a name of their own.
std::optional<Entry> find_list(const std::string& name) {
  const std::pair<const char*, report::Table (*)()> lists[] = {
      {"kinds", &kinds_table}, {"dialects", &dialects_table},     {"recipes", &recipes_table},
      {"tasks", &tasks_table}, {"optimizers", &optimizers_table}, {"data", &data_table},
      {"lints", &lints_table}};
  for (const auto& [list, table] : lists)
    if (list == name)
      return Entry{&everything_json,
                   [table = table](const report::TerminalStyle& style) { print_table(table(), style); }};
  if (name == "controllers") return Entry{&everything_json, &print_controllers};
  return std::nullopt;
}

std::optional<Entry> find_training(const std::string& name) {
  for (const train::TaskEntry& entry : train::tasks())
    if (entry.task.name == name)
      return Entry{[&entry] { return task_json(entry); },
                   [&entry](const report::TerminalStyle& style) { print_table(task_table(entry), style); }};
  if (name == train::power_law_name)
    return Entry{&power_law_json, [](const report::TerminalStyle& style) { print_table(power_law_table(), style); }};
  for (const optim::RuleEntry& rule : optim::rules())
    if (rule.name == name)
      return Entry{[&rule] { return rule_json(rule); },
                   [&rule](const report::TerminalStyle& style) { print_table(rule_table(rule), style); }};
  return std::nullopt;
}

std::optional<Entry> find(const std::string& name) {
  if (name.empty()) return Entry{&everything_json, &print_everything};
  if (auto list = find_list(name)) return list;
  if (const Kind* kind = find_kind(name)) {
    return Entry{[kind] { return facts_json(notation::statement_of(*kind)); },
                 [kind](const report::TerminalStyle& style) { print_kind(*kind, style); }};
  }
  for (const dialect::Dialect& dialect : dialect::dialects()) {
    if (dialect.name != name) continue;
    return Entry{[&dialect] { return to_json(dialect); },
                 [&dialect](const report::TerminalStyle& style) { print_dialect(dialect, style); }};
  }
  for (const notation::Recipe& recipe : notation::recipes()) {
    if (recipe.name != name && "recipe:" + std::string(recipe.name) != name) continue;
    return Entry{[&recipe] { return facts_json(recipe); },
                 [&recipe](const report::TerminalStyle& style) { print_recipe(recipe, style); }};
  }
  return find_training(name);
}

Result<void> list(const ListOptions& options, const report::TerminalStyle& style) {
  const auto entry = find(options.name);
  if (!entry) return no_such_name(options.name);
  if (options.json) {
    std::puts(write_json(entry->json()).c_str());
  } else {
    entry->print(style);
  }
  return {};
}

}  // namespace

Action list_verb(Flags flags) {
  auto options = std::make_shared<ListOptions>();
  flags.argument("NAME", options->name,
                 "a kind, dialect, recipe, task or optimizer: show all of it; or kinds, dialects, recipes, tasks, "
                 "optimizers, data, controllers, lints");
  flags.flag("--json", options->json, "as JSON on standard output");
  return [options](const Terminal& terminal) { return list(*options, terminal.out); };
}

}  // namespace etude::cli
