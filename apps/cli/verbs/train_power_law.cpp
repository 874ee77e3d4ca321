#include "train_power_law.h"

#include "etude/report/run.h"

namespace etude::cli {
namespace {

Result<dialect::Spec> power_law_plan(const PowerLawRun& asked, const train::PowerLawTask& task) {
  const auto typed = read_one(asked.spec, horizon_of(task), {});
  if (!typed) return pass_on(typed.error());
  if (const auto fit = check_values(typed->spec, task.steps); !fit) return pass_on(fit.error());
  if (const auto fit = check_plan(task, typed->spec.computed); !fit) return pass_on(fit.error());
  return asked.naming.named(*typed);
}

/// Losses are expected ones, so that no seed is named.
std::string power_law_headline(const report::RunTitle& title) {
  return title.task + ", " + std::to_string(title.steps) + " steps, exact, " + title.precision + "\n" + title.schedule +
         "\n";
}

}  // namespace

Result<void> train_power_law(const PowerLawRun& asked, const Flags& flags, const report::TerminalStyle& style) {
  const auto task = read_power_law(asked.run, flags);
  if (!task) return pass_on(task.error());
  const auto spec = power_law_plan(asked, *task);
  if (!spec) return pass_on(spec.error());
  auto outputs = Outputs::open(asked.output);
  if (!outputs) return pass_on(outputs.error());
  const Record record = run_power_law(*task, spec->computed);
  const report::RunTitle title{std::string(train::power_law_name), spec->name,
                               std::string(name_of(train::Precision::float64)), asked.seed, task->steps};
  const report::Figure figure = report::run_figure(title, record);
  const auto written = outputs->write([&] { return report::run_csv(record); },
                                      [&] { return report::run_json(title, record); }, [&] { return figure; });
  if (!written || outputs->take_stdout()) return written;
  print_line(power_law_headline(title), style);
  print_table(report::run_table(record), style);
  print_line("", style);
  print_figure(figure, style);
  for (const std::string& note : outputs->notes()) print_line(note, style);
  return {};
}

}  // namespace etude::cli
