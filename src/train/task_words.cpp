// A task in words, as a claim or another task says it.

#include <algorithm>

#include "etude/base/number.h"
#include "etude/train/task.h"

namespace etude::train {
namespace {

Result<void> set_steps(Task& task, const std::string& text) {
  const auto steps = to_integer(text);
  if (!steps || *steps < 1) return refuse("steps is a whole number from 1, not \"" + text + "\"");
  task.steps = *steps;
  return {};
}

Result<void> set(Task& task, const std::string& word) {
  const std::size_t at = std::min(word.find('='), word.size());
  const std::string name = word.substr(0, at), value = word.substr(std::min(at + 1, word.size()));
  if (name == "steps") return set_steps(task, value);
  for (const TaskField& field : task_fields())
    if (field.name == name) return field.set(task, value);
  return refuse("no field of a task is called \"" + name + "\"");
}

}  // namespace

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

}  // namespace etude::train
