// A task in words, as a claim or another task says it.

#include "train/task_words.h"

#include <algorithm>

#include "etude/base/number.h"
#include "etude/train/task.h"

namespace etude::train {
namespace {

Result<void> set(Task& task, const std::string& word) {
  const auto [name, value] = named_value(word);
  if (name == "steps") return steps_of_words(value).map([&](Step steps) { task.steps = steps; });
  for (const TaskField& field : task_fields())
    if (field.name == name) return field.set(task, value);
  return no_such_field(name);
}

}  // namespace

NamedValue named_value(std::string_view word) {
  const std::size_t at = std::min(word.find('='), word.size());
  return {std::string(word.substr(0, at)), std::string(word.substr(std::min(at + 1, word.size())))};
}

Result<Step> steps_of_words(const std::string& text) {
  const auto steps = to_integer(text);
  if (!steps || *steps < 1) return refuse("steps is a whole number from 1, not \"" + text + "\"");
  return *steps;
}

Refused no_such_field(const std::string& name) { return refuse("no field of a task is called \"" + name + "\""); }

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words{""};
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '\'')
      is_quoted = !is_quoted;
    else if (c != ' ' || is_quoted)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Result<Task> in_words(const Task& task, std::string_view text) {
  std::vector<std::string> words = split_words(text);
  Result<Task> said = task;
  if (!words.empty() && words[0].find('=') == std::string::npos) {
    said = task_named(words[0]);
    words.erase(words.begin());
  }
  for (std::size_t i = 0; said && i < words.size(); ++i)
    if (auto good = set(*said, words[i]); !good) return pass_on(good.error());
  return said;
}

std::string words_of(const Task& task) {
  const auto named = task_named(task.name);
  Task said = named ? *named : Task();
  std::string words = said.name;
  const auto add = [&](const std::string& name, const std::string& value) {
    const std::string quote = value.find(' ') == std::string::npos ? "" : "'";
    words += " " + name + "=" + quote + value + quote;
  };
  for (const TaskField& field : task_fields()) {
    const std::string value = field.get(task);
    if (field.get(said) == value) continue;
    add(field.name, value);
    (void)field.set(said, value);  // which may set others, too
  }
  if (task.steps != said.steps) add("steps", std::to_string(task.steps));
  return words;
}

}  // namespace etude::train
