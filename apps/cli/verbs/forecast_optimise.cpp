// etude forecast optimise: the schedule that ends lowest by what was fitted, and whether that can be told.

#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/output.h"
#include "etude/base/number.h"
#include "etude/forecast/optimise.h"
#include "etude/notation/notation.h"
#include "forecast_logs.h"
#include "forecast_output.h"
#include "forecast_schedule.h"

namespace etude::cli {
namespace {

struct ForecastOptimiseOptions {
  LawFlags law;
  forecast::OptimiseOptions search;
  ProgramFlag program;
  OutputFlags output;
};

/// What tables and figures call it.
std::string name_of_optimised(const forecast::Optimised& found) {
  return found.is_forced ? "optimised (forced)" : "optimised";
}

std::string finding_of(const forecast::Rival& rival, const report::LossText& text) {
  const forecast::Difference& gain = rival.gain;
  const auto amount_of = [&](double amount, double half_width) { return text(amount) + " ± " + text(half_width); };
  if (!gain.is_told())
    return "No gain to be told over the " + rival.name + ": " + amount_of(gain.difference, gain.half_width) + ".";
  if (gain.difference < 0)
    return "The " + rival.name + " ends lower, by " + amount_of(-gain.difference, gain.half_width) + "; take that.";
  return "It ends " + amount_of(gain.difference, gain.half_width) + " below the " + rival.name + ".";
}

std::vector<std::string> findings_of(const forecast::Optimised& found) {
  const report::LossText text(found.value);
  std::vector<std::string> all{"By the law for values it ends at " + text(found.value) +
                               ", in 90 of 100 cases between " + text(found.value - found.half_width) + " and " +
                               text(found.value + found.half_width) + "." + report::forced_sentence(found.is_forced)};
  for (const forecast::Rival& rival : found.rivals) all.push_back(finding_of(rival, text));
  return all;
}

Json rival_json(const forecast::Rival& rival) {
  return Json::Object{{"name", rival.name},
                      {"schedule", notation::print(rival.schedule)},
                      {"loss", rival.loss},
                      {"gain", facts_json(rival.gain)}};
}

Json optimised_json(const forecast::Optimised& found, const std::vector<std::string>& findings, Step steps) {
  Json::Array rivals;
  for (const forecast::Rival& rival : found.rivals) rivals.push_back(rival_json(rival));
  Json::Object object{{"schedule", notation::print(found.schedule)},
                      {"steps", steps},
                      {"peak", found.peak},
                      {"law", found.law},
                      {"loss", found.loss},
                      {"final_loss", found.value},
                      {"half_width", found.half_width},
                      {"rivals", std::move(rivals)},
                      {"findings", fact_json(findings)},
                      {"warnings", fact_json(found.warnings)}};
  if (found.is_forced) object.emplace_back("is_forced", true);
  return object;
}

report::Table optimised_table(const forecast::Optimised& found) {
  report::Table table{{{"Schedule", true}, {"Ends at"}, {"Gain"}, {"±"}, {"Told", true}}, {}, {}};
  const report::LossText text(found.loss);
  table.rows.push_back({name_of_optimised(found), text(found.loss), "", "", ""});
  for (const forecast::Rival& rival : found.rivals)
    table.rows.push_back({rival.name, text(rival.loss), text(rival.gain.difference), text(rival.gain.half_width),
                          rival.gain.is_told() ? "yes" : "no"});
  table.notes = {"Ends at: by " + found.law +
                 ", under which it was sought. Gain: how far below it the optimised one ends, by the laws that choose, "
                 "with half of its 90 % interval. Told: does that leave out 0?"};
  return table;
}

report::Figure optimised_figure(const forecast::Optimised& found, Step steps) {
  std::vector<MadeSchedule> drawn{{name_of_optimised(found), found.schedule}};
  for (const forecast::Rival& rival : found.rivals) drawn.push_back({rival.name, rival.schedule});
  const std::string mark = found.is_forced ? " (forced)" : "";
  return rates_figure("The optimised schedule and its rivals" + mark, drawn, steps);
}

void print_optimised(const forecast::Optimised& found, const std::vector<std::string>& findings, Step steps,
                     const report::TerminalStyle& style) {
  print_figure(optimised_figure(found, steps), style);
  print_line("", style);
  print_table(optimised_table(found), style);
  print_line("", style);
  for (const std::string& finding : findings) print_line(finding, style);
  print_schedule("The schedule, at the peak " + significant(found.peak, 6) + " (--to python gives a program):",
                 found.schedule, style);
  print_schedule("The nearest that can be said in words:", found.rivals.back().schedule, style);
}

/// A comment, which whoever reads rates passes over.
std::string forced_line(const forecast::Optimised& found) {
  return "# forced: the logs say nothing of the peak " + significant(found.peak, 6) + "\n";
}

Result<void> optimise_schedule(ForecastOptimiseOptions& options, const Flags& flags, const Terminal& terminal) {
  if (auto good = flags.read_fields(); !good) return good;
  if (options.search.steps == unset_steps) return refuse("say how long the run is, as in --steps 25000");
  auto outputs = Outputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  options.search.is_forced = options.law.is_forced;
  const Step steps = options.search.steps;
  const auto found = optimise(*forecast, options.search);
  if (!found) return pass_on(found.error());
  if (options.program.is_wanted()) return options.program.write(found->schedule, steps, found->warnings, terminal);
  const std::vector<std::string> findings = findings_of(*found);
  const auto written = outputs->write(
      [&] { return (found->is_forced ? forced_line(*found) : "") + rates_csv(found->schedule, steps); },
      [&] { return optimised_json(*found, findings, steps); }, [&] { return optimised_figure(*found, steps); });
  if (!written) return written;
  if (!outputs->take_stdout()) print_optimised(*found, findings, steps, terminal.out);
  print_warnings(found->warnings, outputs->take_stdout(), terminal);
  if (!outputs->take_stdout())
    for (const std::string& note : outputs->notes()) print_line(note, terminal.out);
  return {};
}

}  // namespace

Action forecast_optimise_verb(Flags flags) {
  auto options = std::make_shared<ForecastOptimiseOptions>();
  options->law.add_to(flags);
  flags.field(options->search, "steps");
  flags.field(options->search, "warmup");
  flags.field(options->search, "peak", {.text = ""});
  flags.field(options->search, "law", {.text = ""});
  flags.field(options->search, "may_rise");
  options->program.add_to(flags);
  options->output.add_to(flags, "step,lr of every step");
  return [options, flags](const Terminal& terminal) { return optimise_schedule(*options, flags, terminal); };
}

}  // namespace etude::cli
