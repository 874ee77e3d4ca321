// Everything that can be said of a task in text: the fields that its structs state, and what is added to some of them.

#include <algorithm>
#include <limits>

#include "base/words.h"
#include "etude/data/source.h"
#include "etude/train/task.h"

namespace etude::train {
namespace {

using Text = std::string_view;

/// Another rule has other defaults.
Result<void> set_rule(Task& task, Text text) {
  const auto rule = optim::rule_named(text);
  if (!rule) return pass_on(rule.error());
  task.optimizer = optim::defaults_of(*rule);
  return {};
}

std::string unless_mlp(const Task& task, Text) {
  return task.model.kind == ModelKind::mlp ? "" : "a transformer has none; leave it out, or type --model mlp";
}

std::string unless_transformer(const Task& task, Text) {
  const bool reads = task.model.kind == ModelKind::transformer;
  return reads ? "" : "an mlp has none; leave it out, or type --model transformer";
}

std::string unless_from_files(const Task& task, Text) {
  const bool reads = !data::is_generated(task.data.source);
  return reads ? "" : "generated data is made to its size; leave it out, or type --data spirals:per_class=50";
}

std::string unless_pretrained(const Task& task, Text) {
  return !task.pretraining.plan.empty() ? "" : "there is no earlier phase; leave it out, or type its plan: --pretrain";
}

std::string unless_drawn_by_sd(const Task& task, Text) {
  const bool reads =
      task.model.initialisation == model::Initialisation::normal || task.model.kind == ModelKind::transformer;
  return reads ? "" : "nothing is drawn by it; leave it out, or type --init normal";
}

/// What no rule names is for all.
std::string unless_rule_reads(const Task& task, Text option) {
  const optim::RuleEntry& own = optim::entry_of(task.optimizer.rule);
  std::string others;
  for (const optim::RuleEntry& rule : optim::rules())
    if (rule.reads(option)) others += (others.empty() ? "" : ", ") + std::string(rule.name);
  if (own.reads(option) || others.empty()) return "";
  return std::string(own.name) + " does not read it; leave it out, or type an --optimizer that does: " + others;
}

/// One struct of a task, and what is added to its statement.
struct Part {
  Text group;
  std::span<const Member> members;
  std::vector<TaskWords> words = {};
  std::string (*unread)(const Task& task, Text member) = nullptr;  // of all its fields
};

/// In the order of help. The rule comes before what changes its defaults.
std::vector<Part> parts() {
  static constexpr auto data = fields_of<&Task::data>();
  static constexpr auto network = fields_of<&Task::model>();
  static constexpr auto loss = fields_of<&Task::loss>();
  static constexpr auto optimizer = fields_of<&Task::optimizer>();
  static constexpr auto training = Task::fields();
  static constexpr auto pretraining = fields_of<&Task::pretraining>();
  return {
      {"data",
       data,
       {{.member = member_name<&DataOptions::source>, .flag = "data"},
        {.member = member_name<&DataOptions::limit>, .all = endless, .unread = unless_from_files},
        {.member = member_name<&DataOptions::context>, .unread = unless_transformer},
        {.member = member_name<&DataOptions::standardise>, .noun = "way to standardise"}}},
      {"model",
       network,
       {{.member = member_name<&ModelOptions::kind>, .flag = "model", .noun = "model"},
        {.member = member_name<&ModelOptions::hidden>,
         .wanted = "widths from 1 to 1e9 such as 64,64, or none",
         .unread = unless_mlp},
        {.member = member_name<&ModelOptions::norm>, .noun = "norm", .unread = unless_mlp},
        {.member = member_name<&ModelOptions::width>, .typed = "model-width", .unread = unless_transformer},
        {.member = member_name<&ModelOptions::heads>, .unread = unless_transformer},
        {.member = member_name<&ModelOptions::blocks>, .unread = unless_transformer},
        {.member = member_name<&ModelOptions::pre_norm>, .unread = unless_transformer},
        {.member = member_name<&ModelOptions::activation>, .noun = "activation"},
        {.member = member_name<&ModelOptions::initialisation>, .flag = "init", .noun = "initialisation"},
        {.member = member_name<&ModelOptions::deviation>, .flag = "init-sd", .unread = unless_drawn_by_sd}}},
      {"model", loss, {{.member = member_name<&model::LossOptions::kind>, .flag = "loss", .noun = "loss"}}},
      {"optimizer",
       optimizer,
       {{.member = member_name<&optim::OptimizerOptions::rule>, .flag = "optimizer", .set = set_rule},
        {.member = member_name<&optim::OptimizerOptions::warmup>, .flag = "own-warmup"}},
       unless_rule_reads},
      {"training",
       training,
       {{.member = member_name<&Task::clip>, .group = "optimizer"},
        {.member = member_name<&Task::batch>, .all = 0},
        {.member = member_name<&Task::drop_partial>, .flag = "drop-last"},
        {.member = member_name<&Task::frozen>, .flag = "freeze"},
        {.member = member_name<&Task::backward>, .noun = "backward pass"},
        {.member = member_name<&Task::precision>, .noun = "precision"}}},
      {"pre-training",
       pretraining,
       {{.member = member_name<&Pretraining::plan>, .flag = "pretrain"},
        {.member = member_name<&Pretraining::on>, .flag = "pretrain-on", .unread = unless_pretrained}}},
  };
}

TaskField field_of(const Part& part, const Member& member) {
  TaskWords words;
  for (const TaskWords& each : part.words)
    if (each.member == member.field.name) words = each;
  if (!words.unread) words.unread = part.unread;
  return {words.flag.empty() ? flag_of(member.field.name) : std::string(words.flag),
          words.group.empty() ? part.group : words.group, member, words};
}

/// A whole number goes to a thousand million, which every size_t holds; what other number a task may not have, its
/// check() says in its own words.
Field as_typed(Field field) {
  const bool is_whole = field.unit == Unit::count || field.unit == Unit::counts || field.unit == Unit::steps;
  constexpr double any = std::numeric_limits<double>::infinity();
  field.range =
      is_whole ? Range{.least = field.range.least, .most = std::min(field.range.most, 1e9)} : Range{.least = -any};
  return field;
}

Result<Value> read(const TaskField& field, Text text) {
  const TaskWords& words = field.words;
  if (words.all && text == "all") return *words.all;
  if (!words.noun.empty())
    return index_of(words.noun, text, field.member.field.choices).map([](std::size_t i) -> Value { return Choice{i}; });
  auto value = value_from_text(as_typed(field.member.field), text);
  if (value || words.wanted.empty()) return value;
  return refuse(std::string(words.wanted) + ", not \"" + std::string(text.substr(0, 40)) + "\"");
}

}  // namespace

std::string TaskField::get(const Task& task) const {
  const Value value = member.get(task);
  return words.all && value == Value(*words.all) ? "all" : typed_text(member.field, value);
}

Result<void> TaskField::set(Task& task, std::string_view text) const {
  if (words.set) return words.set(task, text);
  return read(*this, text).map([&](const Value& value) { member.set(task, value); });
}

std::string TaskField::unread(const Task& task) const {
  return words.unread ? words.unread(task, member.field.name) : "";
}

const std::vector<TaskField>& task_fields() {
  static const std::vector<TaskField> all = [] {
    std::vector<TaskField> fields;
    for (const Part& part : parts())
      for (const Member& member : part.members) fields.push_back(field_of(part, member));
    return fields;
  }();
  return all;
}

}  // namespace etude::train
