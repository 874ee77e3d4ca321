#include "list_task.h"

#include "etude/data/sources.h"

namespace etude::cli {
namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string where(const Source& source) { return source.package.empty() ? "generated" : std::string(source.package); }

}  // namespace

Table tasks_table() {
  Table table{{{"Task", true}, {"What it is", true}}, {}, {}};
  for (const TaskEntry& entry : tasks()) table.rows.push_back({entry.task.name, std::string(entry.meaning)});
  table.notes.push_back(
      "etude list TASK shows its fields; each is a flag of train, compare and range: --task digits --optimizer adamw.");
  return table;
}

Table optimizers_table() {
  Table table{{{"Optimizer", true}, {"What it is", true}}, {}, {}};
  for (const RuleEntry& rule : rules()) table.rows.push_back({std::string(rule.name), std::string(rule.meaning)});
  return table;
}

Table data_table() {
  Table table{{{"Data", true}, {"Package", true}, {"What it is", true}}, {}, {}};
  for (const Source& source : sources())
    table.rows.push_back({std::string(source.name), where(source), std::string(source.meaning)});
  for (const FileFormat& format : file_formats())
    table.rows.push_back({std::string(format.usage), "your own", std::string(format.meaning)});
  return table;
}

Table task_table(const TaskEntry& entry) {
  Table table{{{"Field", true}, {"Value", true}, {"Meaning", true}}, {}, {std::string(entry.meaning) + "."}};
  for (const TaskField& field : task_fields())
    table.rows.push_back({"--" + std::string(field.name), field.get(entry.task), std::string(field.meaning)});
  table.rows.push_back({"--steps", std::to_string(entry.task.steps), "updates of a run"});
  return table;
}

Table rule_table(const RuleEntry& rule) {
  Table table{{{std::string(rule.name), true}, {"", true}}, {}, {}};
  table.rows = {{"What it is", std::string(rule.meaning)},
                {"A step", std::string(rule.formula)},
                {"Options", joined(rule.options)},
                {"Source", std::string(rule.source)}};
  return table;
}

Json task_json(const TaskEntry& entry) {
  Json::Object fields;
  for (const TaskField& field : task_fields()) fields.emplace_back(std::string(field.name), field.get(entry.task));
  return Json::Object{{"name", entry.task.name},
                      {"meaning", entry.meaning},
                      {"steps", entry.task.steps},
                      {"fields", std::move(fields)}};
}

Json rule_json(const RuleEntry& rule) {
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
  for (const Source& source : sources())
    all.push_back(Json::Object{
        {"name", source.name}, {"meaning", source.meaning}, {"package", source.package}, {"licence", source.licence}});
  return all;
}

}  // namespace etude::cli
