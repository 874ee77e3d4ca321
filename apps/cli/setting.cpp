#include "setting.h"

#include <unistd.h>

#include "adapters/program/own_trainer.h"
#include "adapters/store/memory.h"
#include "etude/study/native_runner.h"
#include "etude/study/remembering.h"
#include "files/sources.h"
#include "task.h"
#include "train/configuration.h"

namespace etude::cli {
namespace {

Result<unsigned> read_threads(const std::string& text) {
  return whole_number("--threads", text, 0, 4096).map([](std::int64_t n) { return static_cast<unsigned>(n); });
}

Result<Setting> own_setting(const SettingFlags& given, unsigned threads) {
  const auto steps = whole_number(given.steps_flag, given.steps, 1, longest_run);
  if (!steps) return pass_on(steps.error());
  const auto limit = positive_number("--time-limit", given.limit);
  if (!limit) return pass_on(limit.error());
  const program::OwnTrainer trainer{given.trainer, *limit, given.logs, threads, given.needs_every_step};
  auto runner = program::own_trainer(trainer);
  if (!runner) return pass_on(runner.error());
  Setting setting;
  setting.configuration = program::configuration(trainer);
  setting.task = "trainer";
  setting.steps = *steps;
  setting.threads = threads;
  setting.horizon.steps = *steps;
  setting.runner = *std::move(runner);
  return setting;
}

/// Etude's own engine.
Setting native_setting(const SettingFlags& given, unsigned threads, const train::Prepared& prepared) {
  const train::Task& task = prepared.task();
  Setting setting;
  setting.configuration = train::configuration(prepared);
  setting.task = task.name;
  setting.precision = name_of(task.precision);
  setting.steps = task.steps;
  setting.threads = threads;
  setting.backward = task.backward;
  setting.horizon = horizon_of(prepared);
  setting.runner = study::native_runner(prepared, {.threads = threads, .shares_prefixes = !given.shares_nothing});
  setting.work = &study::work_of;
  setting.prepared = prepared;
  return setting;
}

}  // namespace

void SettingFlags::add_to(Flags& flags) {
  task.add_to(flags);
  flags.option("--steps", steps, "updates of a run [the task's own]");
  flags.option("--epochs", epochs, "the length of a run in passes over the data, instead of --steps");
  flags.option("--threads", threads, "how many; 0: one a core. The result is the same");
  flags.flag("--no-sharing", shares_nothing, "train every run from its start, though others begin alike: same result");
  flags.option("--store", store, "a file that keeps every finished run; a second start goes on where the first ended");
  flags.option("--trainer", trainer,
               "your own program instead, with {schedule}, {log}, {seed} and {steps} where they belong",
               "Of your own trainer");
  flags.option("--time-limit", limit, "seconds that a run may take", "Of your own trainer");
  flags.option("--keep-logs", logs, "a folder that keeps what each run was given and wrote", "Of your own trainer");
}

Result<void> SettingFlags::check(const Flags& flags) const {
  if (trainer.empty()) {
    const std::string name = flags.first_given({"--time-limit", "--keep-logs"});
    return name.empty() ? Result<void>() : refuse(name + " is for --trainer; leave it out");
  }
  std::vector<std::string> names = task.names();
  names.insert(names.end(), {"--epochs", "--no-sharing"});
  if (const std::string name = flags.first_given(names); !name.empty())
    return refuse("--trainer runs your own program; " + name + " is for etude's: leave it out");
  if (steps.empty()) return refuse("say how long a run of --trainer is; type --steps 1000");
  return {};
}

std::vector<std::string> SettingFlags::fixed_names() const {
  std::vector<std::string> names = task.names();
  names.insert(names.end(), {"--steps", "--epochs", "--trainer"});
  return names;
}

Result<void> Setting::check(const Plan& plan) const {
  return prepared ? train::check_plan(*prepared, plan) : Result<void>();
}

Result<void> Setting::equip(const std::string& store, const Machines& machines) {
  runner = machines.shared_out(std::move(runner));
  if (store.empty()) return {};
  auto opened = store::Store::open(store);
  if (!opened) return pass_on(opened.error());
  store_ = std::make_shared<store::Store>(*std::move(opened));
  // Another program may be at the same study: each begins elsewhere. Many ranks want much to do at a time.
  study::Portions portions{.order = static_cast<std::uint32_t>(getpid())};
  if (machines.size() > 1) portions.trials = 256 * static_cast<std::size_t>(machines.size());
  runner = study::remembering(std::move(runner), memory::memory_of(*store_, configuration), portions);
  return {};
}

Result<Setting> read_setting(const SettingFlags& given, const Flags& flags) {
  const auto threads = read_threads(given.threads);
  if (!threads) return pass_on(threads.error());
  if (!given.trainer.empty()) return own_setting(given, *threads);
  return prepare(given.task, given.steps, given.epochs, flags).map([&](const train::Prepared& prepared) {
    return native_setting(given, *threads, prepared);
  });
}

Result<Setting> read_setting(const SettingFlags& given, const train::Task& task) {
  const auto threads = read_threads(given.threads);
  if (!threads) return pass_on(threads.error());
  return train::Prepared::of(task, &files::load_source).map([&](const train::Prepared& prepared) {
    return native_setting(given, *threads, prepared);
  });
}

}  // namespace etude::cli
