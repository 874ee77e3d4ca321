#include "claims/setting.h"

#include <algorithm>

#include "etude/base/number.h"

namespace etude::claims {
namespace {

std::vector<std::string> split_at_blanks(const std::string& text) {
  std::vector<std::string> words{""};
  for (const char c : text) {
    if (c != ' ')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <class Task>
Result<void> set_steps(Task& task, const std::string& text) {
  const auto steps = to_integer(text);
  if (!steps || *steps < 1) return refuse("steps is a whole number from 1, not \"" + text + "\"");
  task.steps = *steps;
  return {};
}

Result<void> no_field(const std::string& name) { return refuse("no field of a task is called \"" + name + "\""); }

Result<void> set_field(train::Task& task, const std::string& name, const std::string& value) {
  for (const train::TaskField& field : train::task_fields())
    if (field.name == name) return field.set(task, value);
  return no_field(name);
}

Result<void> set_field(train::PowerLawTask& task, const std::string& name, const std::string& value) {
  const auto set = [&](auto& options, const Member& member) {
    return value_from_text(member.field, value).map([&](const Value& read) { member.set(options, read); });
  };
  for (const Member& member : task.problem.fields())
    if (member.field.name == name) return set(task.problem, member);
  for (const Member& member : task.fields())
    if (member.field.name == name) return set(task, member);
  return no_field(name);
}

Result<void> set(AnyTask& task, const std::string& word) {
  const std::size_t at = word.find('=');
  const std::string name = word.substr(0, at), value = at == std::string::npos ? "" : word.substr(at + 1);
  return std::visit([&](auto& own) { return name == "steps" ? set_steps(own, value) : set_field(own, name, value); },
                    task);
}

Result<AnyTask> named(const std::string& name) {
  if (name == train::power_law_name) return AnyTask(train::PowerLawTask{});
  return train::task_named(name).map([](const train::Task& task) { return AnyTask(task); });
}

}  // namespace

Result<AnyTask> task_of(const std::string& words) {
  const std::vector<std::string> all = split_at_blanks(words);
  if (all.empty()) return refuse("a task has a name; etude list shows those there are");
  auto task = named(all[0]);
  for (std::size_t i = 1; task && i < all.size(); ++i)
    if (auto good = set(*task, all[i]); !good) return pass_on(good.error());
  return task;
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
