#pragma once
// Who runs trials, for every verb that has many: etude's own engine on a task, the exact laboratory, or somebody's own
// program.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/program/own_trainer.h"
#include "etude/record/comparison.h"
#include "etude/schedule/horizon.h"
#include "etude/study/native_runner.h"
#include "etude/study/trials.h"
#include "etude/train/prepared.h"
#include "flags.h"
#include "machines.h"
#include "progress.h"
#include "store/store.h"
#include "task.h"

namespace etude::cli {

/// The files that the words of a trainer's command may name, the script among them.
Paths files_of(const program::OwnTrainer& trainer);

/// SQLite has two files more beside a store that is open.
Paths files_of_store(const std::string& path);

/// What the flags of it said.
struct SettingFlags {
  RunFlags run = {};
  study::RunOptions engine = {};     // etude's own
  program::OwnTrainer trainer = {};  // somebody's own program: no command, none
  std::string store = {};
  ProgressFlag progress = {};

  /// All of them, as a study has them.
  void add_to(Flags& flags);
  /// Refused: what is for etude's engine beside --trainer, and the other way round.
  Result<void> check(const Flags& flags) const;
  /// Those that decide what is trained: what a named study fixes.
  std::vector<std::string> fixed_names() const;
};

/// What the flags say, ready to run trials.
struct Setting {
  std::string task, precision;     // precision is empty for somebody's own program
  std::string words;               // all that was set of etude's task; empty for somebody's own program
  std::vector<std::string> notes;  // that everything which shows the result must say
  Step steps = 0;
  train::Backward backward = train::Backward::corrected;
  Horizon horizon;
  std::optional<train::Prepared> prepared;       // of etude's engine
  std::optional<train::PowerLawTask> power_law;  // of the laboratory; neither: somebody's own program
  std::string configuration;                     // by which a store knows its trials
  study::Runner runner;                          // of this machine alone
  std::function<Work(std::span<const study::Trial>, std::span<const Outcome>)> work;

  /// Refused: what the task's optimizer does not have.
  Result<void> check(const Plan& plan) const;

  /// A Runner that shares trials out to the machines, keeps them in a store, where one is named, and is watched. This,
  /// machines and watch must live as long as it.
  Result<study::Runner> equipped(const std::string& store, const Machines& machines, TrialsWatch& watch);

 private:
  std::shared_ptr<store::Store> store_;
};

Result<Setting> read_setting(const SettingFlags& given, const Flags& flags);
/// The same for a task that is not read off the flags.
Result<Setting> read_setting(const SettingFlags& given, const train::Task& task);

}  // namespace etude::cli
