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

Result<void> set_steps(train::Task& task, const std::string& text) {
  const auto steps = to_integer(text);
  if (!steps || *steps < 1) return refuse("steps is a whole number from 1, not \"" + text + "\"");
  task.steps = *steps;
  return {};
}

Result<void> set(train::Task& task, const std::string& word) {
  const std::size_t at = word.find('=');
  const std::string name = word.substr(0, at), value = at == std::string::npos ? "" : word.substr(at + 1);
  if (name == "steps") return set_steps(task, value);
  for (const train::TaskField& field : train::task_fields())
    if (field.name == name) return field.set(task, value);
  return refuse("no field of a task is called \"" + name + "\"");
}

}  // namespace

Result<train::Task> task_of(const std::string& words) {
  const std::vector<std::string> all = split_at_blanks(words);
  if (all.empty()) return refuse("a task has a name; etude list shows those there are");
  auto task = train::task_named(all[0]);
  for (std::size_t i = 1; task && i < all.size(); ++i)
    if (auto good = set(*task, all[i]); !good) return pass_on(good.error());
  return task;
}

}  // namespace etude::claims
