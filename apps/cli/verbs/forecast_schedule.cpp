#include "forecast_schedule.h"

#include <cstdio>

#include "etude/base/number.h"
#include "etude/dialect/write.h"
#include "etude/notation/notation.h"
#include "forecast_logs.h"

namespace etude::cli {
namespace {

constexpr Step drawn_points = 1000;

}  // namespace

void ProgramFlag::add_to(Flags& flags) {
  flags.option("--to", to,
               "write the schedule as a program and nothing else: torch, optax, ..., as etude convert has them");
}

Result<void> ProgramFlag::write(const Schedule& lr, Step steps, const std::vector<std::string>& warnings,
                                const Terminal& terminal) const {
  const auto program = dialect::write_dialect(dialect::spec_of({.lr = lr}), {.to = to, .steps = steps});
  if (!program) return pass_on(program.error());
  std::fputs(program->code.c_str(), stdout);
  for (const Note& note : program->notes) print_aside(note, terminal);
  print_warnings(warnings, true, terminal);
  return {};
}

report::Figure rates_figure(const std::string& title, const std::vector<MadeSchedule>& schedules, Step steps) {
  report::Figure figure{title, {"step", false}, {"lr", false}, {}, {}, ""};
  const Step points = std::min(steps, drawn_points);
  for (const auto& [name, lr] : schedules) {
    report::Line& line = figure.lines.emplace_back(report::Line{.name = name});
    for (Step i = 0; i < points; ++i) {
      const Step step = points == 1 ? 0 : (steps - 1) * i / (points - 1);
      line.x.push_back(static_cast<double>(step));
      line.y.push_back(lr(step));
    }
  }
  return figure;
}

std::string rates_csv(const Schedule& lr, Step steps) {
  std::string text = "step,lr\n";
  Step step = 0;
  for (const double rate : lr.values(steps)) text += std::to_string(step++) + "," + shortest(rate) + "\n";
  return text;
}

void print_schedule(const std::string& title, const Schedule& lr, const report::TerminalStyle& style) {
  print_line("\n" + title, style);
  print_line("  " + notation::print(lr), style);
}

}  // namespace etude::cli
