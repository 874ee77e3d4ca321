#include "task_flags.h"

#include "data/request.h"

namespace etude::cli {
namespace {

/// The files of a source of data, as csv:points.csv.
Paths files_of(const std::string& source) {
  const auto request = data::parse_request(source);
  return request ? request->paths : Paths();
}

constexpr auto power_law_members = optim::PowerLaw::fields();

std::string power_law_flag(const Member& member) { return "--" + etude::flag_of(member.field.name); }

Result<std::size_t> read_batch(std::string_view text) {
  const Field field = train::PowerLawTask::fields().front().field;
  const auto batch = value_from_text(field, text);
  if (!batch) return refuse("--batch: " + batch.error().message);
  return static_cast<std::size_t>(std::get<Step>(*batch));
}

}  // namespace

TaskFlags::TaskFlags() : values_(train::task_fields().size()) {}

std::vector<std::string> TaskFlags::names() const {
  std::vector<std::string> all{"--task"};
  for (const train::TaskField& field : train::task_fields()) all.push_back(field.flag());
  for (const Member& member : power_law_members) all.push_back(power_law_flag(member));
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
  const FieldFlag as{.group = "Of --task power-law"};
  flags.field(power_law_.problem, "spectrum", as);
  flags.field(power_law_.problem, "source", as);
  flags.field(power_law_.problem, "noise", as);
  flags.field(power_law_.problem, "modes", as);
}

Result<train::PowerLawTask> TaskFlags::read_power_law(const Flags& flags) const {
  train::PowerLawTask task = power_law_;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const std::string flag = train::task_fields()[i].flag();
    if (!flags.given(flag)) continue;
    if (flag != "--batch") return refuse(flag + ": power-law has none; leave it out, or take another --task");
    const auto batch = read_batch(values_[i]);
    if (!batch) return pass_on(batch.error());
    task.batch = *batch;
  }
  return task;
}

Result<train::Task> TaskFlags::read(const Flags& flags) const {
  auto task = train::task_named(task_);
  if (!task) return refuse(task.error().message + ", " + std::string(train::power_law_name));
  for (const Member& member : power_law_members)
    if (flags.given(power_law_flag(member)))
      return refuse(power_law_flag(member) + " is of --task power-law; leave it out, or type that task");
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
