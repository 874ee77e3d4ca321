// etude forecast fit: the laws that explain the losses of a few runs.

#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "forecast_logs.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastFitOptions {
  LogFlags logs;
  forecast::FitOptions fit;
  std::string law;  // the file
  ForecastOutputFlags output;
};

/// "L0 3.1, A 0.8, ..."
std::string parameters_text(const forecast::LawFit& fit) {
  const forecast::Law* law = forecast::law_called(fit.law);
  std::string text;
  for (std::size_t i = 0; law && i < law->parameters.size(); ++i)
    text += (i > 0 ? ", " : "") + std::string(law->parameters[i].name) + " " + significant(fit.parameters[i], 3);
  return text;
}

report::Table laws_table(const forecast::Forecast& forecast) {
  report::Table table{{{"Law", true}, {"Peak"}, {"Off"}, {"Parameters", true}}, {}, {}};
  for (const forecast::LawFit& fit : forecast.fits)
    table.rows.push_back({fit.law, fit.peak > 0 ? significant(fit.peak, 4) : "all", significant(fit.residual_scale, 2),
                          parameters_text(fit)});
  table.notes = {"Off: what the law is off, as a share of the loss (1.48 times the median). " + forecast.law +
                 " leads; what it tells is to be tested, its parameters are not."};
  return table;
}

Result<ForecastResult> fitted(const ForecastFitOptions& options, const LoggedRuns& read,
                              const forecast::Forecast& forecast) {
  ForecastResult result{.page = {.title = "The losses of " + std::to_string(read.runs.size()) + " runs, and a law"}};
  auto explained = forecast::explained(forecast, read.runs, true);
  if (!explained) return pass_on(explained.error());
  result.page.tables = {{"Laws", laws_table(forecast)}, {"Runs that were fitted", score_table(*explained)}};
  result.page.curves = std::move(explained->curves);
  result.page.warnings = read.warnings;
  result.page.warnings.insert(result.page.warnings.end(), forecast.warnings.begin(), forecast.warnings.end());
  if (!options.law.empty()) result.page.findings = {"Written: " + options.law};
  result.json = facts_json(*explained);
  result.json.emplace_back("forecast", facts_json(forecast));
  return result;
}

Result<void> fit_logs(const ForecastFitOptions& options, const Flags& flags, const Terminal& terminal) {
  if (auto good = flags.read_fields(); !good) return good;
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  auto law = Destination::open(options.law);
  if (!law) return pass_on(law.error());
  const auto read = options.logs.read("fit");
  if (!read) return pass_on(read.error());
  const auto forecast = forecast::fit(read->runs, options.fit);
  if (!forecast) return pass_on(forecast.error());
  auto result = fitted(options, *read, *forecast);
  if (!result) return pass_on(result.error());
  if (auto written = law->write(to_text(*forecast) + "\n"); !written) return written;
  return outputs->write(*std::move(result), flags, terminal);
}

}  // namespace

Action forecast_fit_verb(Flags flags) {
  auto options = std::make_shared<ForecastFitOptions>();
  options->logs.add_to(flags);
  flags.field(options->fit, "law");
  flags.field(options->fit, "from");
  flags.file("-o,--out", options->law, FileUse::written, "the laws, for the other verbs, into this file");
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return fit_logs(*options, flags, terminal); };
}

}  // namespace etude::cli
