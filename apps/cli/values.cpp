#include "values.h"

#include <cmath>

#include "etude/base/number.h"

namespace etude::cli {
namespace {

std::optional<std::int64_t> integer_in(const std::string& text) {
  if (const auto integer = to_integer(text)) return integer;
  const auto number = to_double(text);
  if (!number || !(std::abs(*number) <= 0x1p62) || *number != std::floor(*number)) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

}  // namespace

Result<std::int64_t> whole_number(const std::string& flag, const std::string& text, std::int64_t least,
                                  std::int64_t most) {
  const auto integer = integer_in(text);
  if (integer && *integer >= least && *integer <= most) return *integer;
  return refuse(flag + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                ", not \"" + text.substr(0, 40) + "\"");
}

Result<double> positive_number(const std::string& flag, const std::string& text) {
  const auto number = to_double(text);
  if (number && std::isfinite(*number) && *number > 0) return *number;
  return refuse(flag + " must be a number above 0, not \"" + text.substr(0, 40) + "\"");
}

TaskFlags::TaskFlags() : values_(train::task_fields().size()) {}

std::vector<std::string> TaskFlags::names() const {
  std::vector<std::string> all{"--task"};
  for (const train::TaskField& field : train::task_fields()) all.push_back("--" + std::string(field.name));
  return all;
}

void TaskFlags::add_to(Flags& flags) {
  flags.option("--task", task_, "what to train (etude list)");
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const train::TaskField& field = train::task_fields()[i];
    flags.option("--" + std::string(field.name), values_[i], std::string(field.meaning),
                 "Of the task's " + std::string(field.group) + " (the task's own where not given)");
  }
}

Result<train::Task> TaskFlags::read(const Flags& flags) const {
  auto task = train::task_named(task_);
  for (std::size_t i = 0; task && i < values_.size(); ++i) {
    const train::TaskField& field = train::task_fields()[i];
    const std::string flag = "--" + std::string(field.name);
    if (!flags.given(flag)) continue;
    const auto set = field.set(*task, values_[i]);
    if (!set) return refuse(flag + ": " + set.error().message);
  }
  for (const train::TaskField& field : train::task_fields()) {
    const std::string flag = "--" + std::string(field.name);
    if (!task || !field.unread || !flags.given(flag)) continue;
    if (const std::string why = field.unread(*task); !why.empty()) return refuse(flag + ": " + why);
  }
  return task;
}

}  // namespace etude::cli
