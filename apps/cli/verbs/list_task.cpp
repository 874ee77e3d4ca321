#include "list_task.h"

#include "base/words.h"
#include "files/sources.h"

namespace etude::cli {
namespace {

std::string where(const files::Source& source) {
  return source.package.empty() ? "generated" : std::string(source.package);
}

/// A field of the laboratory as it is typed.
struct FieldText {
  std::string name, value, meaning;
};

std::vector<FieldText> texts_of(const train::PowerLawTask& task) {
  std::vector<FieldText> texts;
  const auto add = [&](const auto& options) {
    for (const Member& each : options.fields())
      texts.push_back({etude::flag_of(each.field.name), typed_text(each.field, each.get(options)),
                       std::string(each.field.meaning)});
  };
  add(task.problem);
  add(task);
  return texts;
}

/// "momentum=0.95".
std::string with_default(const optim::RuleEntry& rule, std::string_view option) {
  for (const Member& each : rule.defaults.fields())
    if (each.field.name == option)
      return std::string(each.field.name) + "=" + typed_text(each.field, each.get(rule.defaults));
  return std::string(option);
}

}  // namespace

report::Table tasks_table() {
  report::Table table{{{"Task", true}, {"What it is", true}}, {}, {}};
  for (const train::TaskEntry& entry : train::tasks())
    table.rows.push_back({entry.task.name, std::string(entry.meaning)});
  table.rows.push_back({std::string(train::power_law_name), std::string(train::power_law_meaning)});
  table.notes.push_back(
      "etude list TASK shows its fields; each is a flag of train, compare and range: --task digits --optimizer adamw.");
  return table;
}

report::Table optimizers_table() {
  report::Table table{{{"Optimizer", true}, {"What it is", true}}, {}, {}};
  for (const optim::RuleEntry& rule : optim::rules())
    table.rows.push_back({std::string(rule.name), std::string(rule.meaning)});
  return table;
}

report::Table data_table() {
  report::Table table{{{"Data", true}, {"Package", true}, {"What it is", true}}, {}, {}};
  for (const files::Source& source : files::sources())
    table.rows.push_back({std::string(source.name), where(source), std::string(source.meaning)});
  for (const files::FileFormat& format : files::file_formats())
    table.rows.push_back({std::string(format.usage), "your own", std::string(format.meaning)});
  return table;
}

report::Table task_table(const train::TaskEntry& entry) {
  report::Table table{{{"Field", true}, {"Value", true}, {"Meaning", true}}, {}, {std::string(entry.meaning) + "."}};
  for (const train::TaskField& field : train::task_fields())
    table.rows.push_back({field.flag(), field.get(entry.task), std::string(field.meaning())});
  table.rows.push_back({"--steps", std::to_string(entry.task.steps), "updates of a run"});
  return table;
}

report::Table power_law_table() {
  const train::PowerLawTask task;
  report::Table table{
      {{"Field", true}, {"Value", true}, {"Meaning", true}}, {}, {std::string(train::power_law_meaning) + "."}};
  for (const FieldText& each : texts_of(task)) table.rows.push_back({"--" + each.name, each.value, each.meaning});
  return table;
}

report::Table rule_table(const optim::RuleEntry& rule) {
  report::Table table{{{std::string(rule.name), true}, {"", true}}, {}, {}};
  table.rows = {{"What it is", std::string(rule.meaning)},
                {"A step", std::string(rule.formula)},
                {"Options", joined_of(rule.options, [&](std::string_view name) { return with_default(rule, name); })},
                {"Source", std::string(rule.source)}};
  return table;
}

Json task_json(const train::TaskEntry& entry) {
  Json::Object fields;
  for (const train::TaskField& field : train::task_fields()) fields.emplace_back(field.name, field.get(entry.task));
  return Json::Object{{"name", entry.task.name},
                      {"meaning", entry.meaning},
                      {"steps", entry.task.steps},
                      {"fields", std::move(fields)}};
}

Json power_law_json() {
  const train::PowerLawTask task;
  Json::Object fields;
  for (const FieldText& each : texts_of(task)) fields.emplace_back(each.name, each.value);
  return Json::Object{{"name", train::power_law_name},
                      {"meaning", train::power_law_meaning},
                      {"steps", task.steps},
                      {"fields", std::move(fields)}};
}

Json rule_json(const optim::RuleEntry& rule) {
  Json::Array options;
  for (const std::string_view name : rule.options) options.emplace_back(name);
  return Json::Object{{"name", rule.name},
                      {"meaning", rule.meaning},
                      {"formula", rule.formula},
                      {"options", std::move(options)},
                      {"source", rule.source}};
}

Json data_json() {
  Json::Array all;
  for (const files::Source& source : files::sources())
    all.push_back(Json::Object{
        {"name", source.name}, {"meaning", source.meaning}, {"package", source.package}, {"licence", source.licence}});
  return all;
}

}  // namespace etude::cli
