#pragma once
// A schedule that a verb has made: as text, as a program, as the curve of its rates.

#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "etude/report/figure.h"
#include "etude/schedule/schedule.h"

namespace etude::cli {

struct MadeSchedule {
  std::string name;
  Schedule lr;
};

/// --to: a program for one of convert's targets is written instead of everything else.
struct ProgramFlag {
  std::string to;

  void add_to(Flags& flags);
  bool is_wanted() const { return !to.empty(); }
  /// The program on standard output; what cannot be the same, and `warnings`, on standard error.
  Result<void> write(const Schedule& lr, Step steps, const std::vector<std::string>& warnings,
                     const Terminal& terminal) const;
};

/// The rates of a run under each of them.
report::Figure rates_figure(const std::string& title, const std::vector<MadeSchedule>& schedules, Step steps);

/// step,lr of every step, at full precision.
std::string rates_csv(const Schedule& lr, Step steps);

/// Prints the schedule as a spec under its title.
void print_schedule(const std::string& title, const Schedule& lr, const report::TerminalStyle& style);

}  // namespace etude::cli
