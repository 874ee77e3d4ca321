#include "claims/setting.h"

#include "train/task_words.h"

namespace etude::claims {
namespace {

Result<void> set_field(train::PowerLawTask& task, const std::string& name, const std::string& value) {
  const auto set = [&](auto& options, const Member& member) {
    return value_from_text(member.field, value).map([&](const Value& read) { member.set(options, read); });
  };
  for (const Member& member : task.problem.fields())
    if (member.field.name == name) return set(task.problem, member);
  for (const Member& member : task.fields())
    if (member.field.name == name) return set(task, member);
  return train::no_such_field(name);
}

Result<void> set(train::PowerLawTask& task, const std::string& word) {
  const auto [name, value] = train::named_value(word);
  if (name != "steps") return set_field(task, name, value);
  return train::steps_of_words(value).map([&](Step steps) { task.steps = steps; });
}

Result<AnyTask> power_law(std::span<const std::string> words) {
  train::PowerLawTask task;
  for (const std::string& word : words)
    if (auto good = set(task, word); !good) return pass_on(good.error());
  return AnyTask(task);
}

}  // namespace

Result<AnyTask> task_of(const std::string& words) {
  const std::vector<std::string> all = train::split_words(words);
  if (all.empty()) return refuse("a task has a name; etude list shows those there are");
  if (all[0] == train::power_law_name) return power_law(std::span(all).subspan(1));
  return train::in_words({}, words).map([](const train::Task& task) { return AnyTask(task); });
}

Step steps_of(const AnyTask& task) {
  return std::visit([](const auto& own) { return own.steps; }, task);
}

std::string complaint_of(const AnyTask& task) {
  if (const auto* exact = std::get_if<train::PowerLawTask>(&task)) {
    const auto good = train::check(*exact);
    return good ? "" : good.error().message;
  }
  return train::check(std::get<train::Task>(task));
}

}  // namespace etude::claims
