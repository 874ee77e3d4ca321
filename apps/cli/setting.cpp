#include "setting.h"

#include <unistd.h>

#include "adapters/program/command.h"
#include "adapters/store/memory.h"
#include "etude/study/power_law_runner.h"
#include "etude/study/remembering.h"
#include "train/configuration.h"

namespace etude::cli {
namespace {

Result<Setting> own_setting(const SettingFlags& given) {
  program::OwnTrainer trainer = given.trainer;
  trainer.threads = given.engine.threads;
  auto runner = program::own_trainer(trainer);
  if (!runner) return pass_on(runner.error());
  Setting setting;
  setting.configuration = program::configuration(trainer);
  setting.task = "trainer";
  setting.steps = setting.horizon.steps = given.run.steps;
  setting.runner = *std::move(runner);
  return setting;
}

/// Etude's own engine.
Setting native_setting(const study::RunOptions& engine, const train::Prepared& prepared) {
  const train::Task& task = prepared.task();
  Setting setting;
  setting.configuration = train::configuration(prepared);
  setting.task = title_of(task);
  setting.words = train::words_of(task);
  setting.precision = name_of(task.precision);
  setting.steps = task.steps;
  setting.backward = task.backward;
  setting.horizon = horizon_of(prepared);
  setting.runner = study::native_runner(prepared, engine);
  setting.work = &study::work_of;
  setting.prepared = prepared;
  return setting;
}

/// The exact laboratory.
Setting power_law_setting(const study::RunOptions& engine, const train::PowerLawTask& task) {
  Setting setting;
  setting.configuration = configuration(task);
  setting.task = train::power_law_name;
  setting.words = words_of(task);
  setting.precision = name_of(train::Precision::float64);
  setting.notes = {"power-law takes no seeds: its losses are exact, and so are their differences."};
  setting.steps = task.steps;
  setting.horizon = horizon_of(task);
  setting.runner = study::power_law_runner(task, engine.threads);
  setting.power_law = task;
  return setting;
}

}  // namespace

Paths files_of_store(const std::string& path) {
  return path.empty() ? Paths() : Paths{path, path + "-wal", path + "-shm"};
}

Paths files_of(const program::OwnTrainer& trainer) {
  const auto words = program::split_words(trainer.command);
  return words ? *words : Paths();
}

void SettingFlags::add_to(Flags& flags) {
  run.task.add_to(flags);
  flags.field(run, "steps");
  flags.field(run, "epochs");
  flags.field(engine, "threads");
  flags.field(
      engine, "shares_prefixes",
      {.name = "--no-sharing", .meaning = "train every run from its start, though others begin alike: same result"});
  flags.option("--store", store, "a file that keeps every finished run; a second start goes on where the first ended");
  flags.names_files({"--store", FileUse::written, [this] { return files_of_store(store); }});
  progress.add_to(flags);
  flags.field(trainer, "command", {.name = "--trainer", .group = "Of your own trainer"});
  flags.field(trainer, "limit_seconds", {.name = "--time-limit", .group = "Of your own trainer"});
  flags.field(trainer, "folder", {.name = "--keep-logs", .group = "Of your own trainer"});
  flags.names_files({"--trainer", FileUse::read, [this] { return files_of(trainer); }});
  flags.names_files({"--keep-logs", FileUse::written, [this] { return path_or_none(trainer.folder); }});
}

Result<void> SettingFlags::check(const Flags& flags) const {
  if (!flags.given("--trainer")) {
    const std::string name = flags.first_given({"--time-limit", "--keep-logs"});
    return name.empty() ? Result<void>() : refuse(name + " is for --trainer; leave it out");
  }
  std::vector<std::string> names = run.task.names();
  names.insert(names.end(), {"--epochs", "--no-sharing"});
  if (const std::string name = flags.first_given(names); !name.empty())
    return refuse("--trainer runs your own program; " + name + " is for etude's: leave it out");
  if (!flags.given("--steps")) return refuse("say how long a run of --trainer is; type --steps 1000");
  return {};
}

std::vector<std::string> SettingFlags::fixed_names() const {
  std::vector<std::string> names = run.task.names();
  names.insert(names.end(), {"--steps", "--epochs", "--trainer"});
  return names;
}

Result<void> Setting::check(const Plan& plan) const {
  if (power_law) return train::check_plan(*power_law, plan);
  return prepared ? train::check_plan(*prepared, plan) : Result<void>();
}

Result<study::Runner> Setting::equipped(const std::string& store, const Machines& machines, TrialsWatch& watch) {
  study::Runner shared = machines.shared_out(runner);
  if (store.empty()) return watch.both(std::move(shared));
  auto opened = store::Store::open(store);
  if (!opened) return pass_on(opened.error());
  store_ = std::make_shared<store::Store>(*std::move(opened));
  // Another program may be at the same study: each begins elsewhere. Many ranks want much to do at a time.
  study::Portions portions{.order = static_cast<std::uint32_t>(getpid())};
  if (machines.size() > 1) portions.trials = 256 * static_cast<std::size_t>(machines.size());
  const study::Memory memory = memory::memory_of(*store_, configuration);
  return watch.asked(
      study::remembering(watch.at_work(std::move(shared)), memory, portions),
      [find = memory.find](const study::Trial& trial) {
        return find(trial).map([](const std::optional<Outcome>& outcome) { return outcome.has_value(); });
      });
}

Result<Setting> read_setting(const SettingFlags& given, const Flags& flags) {
  if (!given.trainer.command.empty()) return own_setting(given);
  if (given.run.task.is_power_law())
    return read_power_law(given.run, flags).map([&](const train::PowerLawTask& task) {
      return power_law_setting(given.engine, task);
    });
  return prepare(given.run, flags).map([&](const train::Prepared& prepared) {
    return native_setting(given.engine, prepared);
  });
}

Result<Setting> read_setting(const SettingFlags& given, const train::Task& task) {
  return train::Prepared::of(task, &load_data).map([&](const train::Prepared& prepared) {
    return native_setting(given.engine, prepared);
  });
}

}  // namespace etude::cli
