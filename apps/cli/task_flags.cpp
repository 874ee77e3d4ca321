#include "task_flags.h"

#include "data/request.h"

namespace etude::cli {
namespace {

/// The files of a source of data, as csv:points.csv.
Paths files_of(const std::string& source) {
  const auto request = data::parse_request(source);
  return request ? request->paths : Paths();
}

}  // namespace

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
    if (field.name == "data") flags.names_files({"--data", FileUse::read, [this, i] { return files_of(values_[i]); }});
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
