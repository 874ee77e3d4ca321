#include "values.h"

#include "etude/base/field.h"

namespace etude::cli {
namespace {

/// What `text` says for the flag, which has no name but the flag's.
template <class T>
Result<T> read(const std::string& flag, const std::string& text, Unit unit, Range range) {
  const auto value = value_from_text({{}, unit, range, {}}, text);
  if (!value) return refuse(flag + " must be " + value.error().message);
  return std::get<T>(*value);
}

}  // namespace

Result<std::int64_t> whole_number(const std::string& flag, const std::string& text, std::int64_t least,
                                  std::int64_t most) {
  return read<Step>(flag, text, Unit::count, {.least = static_cast<double>(least), .most = static_cast<double>(most)});
}

Result<double> positive_number(const std::string& flag, const std::string& text) {
  return read<double>(flag, text, Unit::number, {.above_least = true});
}

TaskFlags::TaskFlags() : values_(train::task_fields().size()) {}

std::vector<std::string> TaskFlags::names() const {
  std::vector<std::string> all{"--task"};
  for (const train::TaskField& field : train::task_fields()) all.push_back(field.flag());
  return all;
}

void TaskFlags::add_to(Flags& flags) {
  flags.option("--task", task_, "what to train (etude list)");
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const train::TaskField& field = train::task_fields()[i];
    flags.option(field.flag(), values_[i], std::string(field.meaning()),
                 "Of the task's " + std::string(field.group) + " (the task's own where not given)");
  }
}

Result<train::Task> TaskFlags::read(const Flags& flags) const {
  auto task = train::task_named(task_);
  for (std::size_t i = 0; task && i < values_.size(); ++i) {
    const train::TaskField& field = train::task_fields()[i];
    const std::string flag = field.flag();
    if (!flags.given(flag)) continue;
    const auto set = field.set(*task, values_[i]);
    if (!set) return refuse(flag + ": " + set.error().message);
  }
  for (const train::TaskField& field : train::task_fields()) {
    const std::string flag = field.flag();
    if (!task || !flags.given(flag)) continue;
    if (const std::string why = field.unread(*task); !why.empty()) return refuse(flag + ": " + why);
  }
  return task;
}

}  // namespace etude::cli
