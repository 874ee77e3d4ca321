// etude forecast score: how well laws tell runs that were not fitted.

#include <algorithm>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "forecast_logs.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastScoreOptions {
  LawFlags law;
  LogFlags logs;
  std::string role = "predict";
  ForecastOutputFlags output;
};

std::string finding_of(const forecast::Explained& explained) {
  const auto& runs = explained.runs;
  const auto inside = std::count_if(runs.begin(), runs.end(), [](const auto& score) { return score.covered; });
  return "The last losses are " + report::LossText(explained.curves)(explained.mean.final_error) +
         " off, on average; " + std::to_string(inside) + " of " + std::to_string(runs.size()) +
         " lie in their 90 % intervals." +
         (forecast::any_forced(runs) ? " That is forced: the logs say nothing of some of their peaks." : "");
}

/// The names of those runs that the forecast has seen.
std::vector<std::string> fitted_among(const forecast::Forecast& forecast, const std::vector<LoggedRun>& runs) {
  std::vector<std::string> names;
  for (const LoggedRun& run : runs) {
    const auto is_it = [&](const forecast::FittedRun& seen) {
      return seen.name == run.name && seen.final_loss == run.losses.back();
    };
    if (std::any_of(forecast.runs.begin(), forecast.runs.end(), is_it)) names.push_back(run.name);
  }
  return names;
}

Result<ForecastResult> scored(const LoggedRuns& read, const forecast::Forecast& forecast, bool is_forced) {
  ForecastResult result{.page = {.title = "Losses that a law told, and those that were measured"}};
  auto explained = forecast::explained(forecast, read.runs, is_forced);
  if (!explained) return pass_on(explained.error());
  result.page.curves = std::move(explained->curves);
  result.page.tables = {{"Scores", score_table(*explained)}, {"Ends", report::forecast_table(result.page.curves)}};
  result.page.findings = {finding_of(*explained)};
  result.page.warnings = read.warnings;
  if (const auto fitted = fitted_among(forecast, read.runs); !fitted.empty())
    result.page.warnings.push_back(
        "the law was fitted to " + in_short(fitted) +
        ", so how it tells these says nothing of other runs; score runs that it has not seen");
  result.json = facts_json(*explained);
  return result;
}

Result<void> score_logs(const ForecastScoreOptions& options, const Flags& flags, const Terminal& terminal) {
  if (auto good = flags.read_fields(); !good) return good;
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  const auto read = options.logs.read(options.role);
  if (!read) return pass_on(read.error());
  auto result = scored(*read, *forecast, options.law.is_forced);
  if (!result) return pass_on(result.error());
  return outputs->write(*std::move(result), flags, terminal);
}

}  // namespace

Action forecast_score_verb(Flags flags) {
  auto options = std::make_shared<ForecastScoreOptions>();
  options->law.add_to(flags);
  options->logs.add_to(flags);
  flags.option("--role", options->role, "the runs of the manifest that are looked at");
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return score_logs(*options, flags, terminal); };
}

}  // namespace etude::cli
