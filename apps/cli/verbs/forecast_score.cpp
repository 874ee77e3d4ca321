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

std::string finding_of(std::span<const forecast::Score> scores) {
  const auto inside = std::count_if(scores.begin(), scores.end(), [](const auto& score) { return score.covered; });
  return "The last losses are " + fixed(mean_of(scores).final_error, 4) + " off, on average; " +
         std::to_string(inside) + " of " + std::to_string(scores.size()) + " lie in their 90 % intervals.";
}

Result<ForecastResult> scored(const LoggedRuns& read, const forecast::Forecast& forecast, bool is_forced) {
  ForecastResult result{.page = {.title = "Losses that a law told, and those that were measured"}};
  std::vector<forecast::Score> scores;
  for (const LoggedRun& run : read.runs) {
    auto curve = told_curve(forecast, run, is_forced);
    if (!curve) return pass_on(curve.error());
    auto score = forecast::score(forecast, run, is_forced);
    if (!score) return pass_on(score.error());
    result.page.curves.push_back(*std::move(curve));
    scores.push_back(*std::move(score));
  }
  result.page.tables = {{"Scores", score_table(scores)}, {"Ends", report::forecast_table(result.page.curves)}};
  result.page.findings = {finding_of(scores)};
  result.page.warnings = read.warnings;
  result.json = score_json(scores);
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
