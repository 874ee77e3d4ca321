#pragma once
// The runs that the verbs of etude forecast are given: logs, and a manifest that says what each run was.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "record/losses/assembly.h"

namespace etude::cli {

/// LOGS, --manifest, --loss and --warmup.
struct LogFlags {
  std::vector<std::string> logs;
  std::string manifest, loss;
  Step warmup = unset_steps;

  static constexpr auto fields(auto...) {
    return std::array{field<&LogFlags::warmup>(Unit::steps, {}, "steps of the warm-up of runs without a schedule")};
  }

  void add_to(Flags& flags);
  /// The same, of a verb that can do without logs.
  void add_where_given_to(Flags& flags);
  /// --loss and --warmup alone, of a verb that has its logs from somewhere else.
  void add_options_to(Flags& flags);
  /// Refused: what says something of logs where there are none.
  Result<void> check_used(const Flags& flags) const;

  /// The runs to which the manifest gives that role; all of them where it has no column for it, or there is none. The
  /// fields must have been read. Refused: a log or a manifest that cannot be read, a run that check() refuses, runs that
  /// do not belong together, no run.
  Result<LoggedRuns> read(const std::string& role) const;

  /// Of a verb that looks at one run: its log. Refused: logs of several.
  Result<LossLog> read_only_run() const;
  /// Puts runs together as the flags say.
  Assembly assembly() const;

 private:
  void add_files_to(Flags& flags);
};

/// Prints them as notes: to standard output, or to standard error where results have taken that.
void print_warnings(const std::vector<std::string>& warnings, bool is_stdout_taken, const Terminal& terminal);

}  // namespace etude::cli
