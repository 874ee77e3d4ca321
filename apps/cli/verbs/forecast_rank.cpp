// etude forecast rank: which of several schedules ends lowest, and whether that can be told.

#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "forecast_contest.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastRankOptions {
  LawFlags law;
  ContenderFlags contenders;
  ForecastOutputFlags output;
};

Result<void> rank_specs(const ForecastRankOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto contenders = options.contenders.read(flags);
  if (!contenders) return pass_on(contenders.error());
  if (contenders->size() < 2)
    return refuse("one schedule is no ranking; give two or more, or use etude forecast predict");
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  const auto contest = held(*forecast, *contenders, options.law.is_forced);
  if (!contest) return pass_on(contest.error());
  ForecastResult result{.page = {.title = "Which schedule ends lowest"}};
  result.page.findings = {contest->ranking.finding()};
  result.page.tables = {{"By the law that chooses", contest_table(*contest)}};
  result.page.curves = contest->curves;
  result.json = contest_json(*contest);
  return outputs->write(std::move(result), flags, terminal);
}

}  // namespace

Action forecast_rank_verb(Flags flags) {
  auto options = std::make_shared<ForecastRankOptions>();
  options->law.add_to(flags);
  options->contenders.add_to(flags);
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return rank_specs(*options, flags, terminal); };
}

}  // namespace etude::cli
