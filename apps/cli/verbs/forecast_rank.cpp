// etude forecast rank: which of several schedules ends lowest, and whether that can be told.

#include <algorithm>
#include <memory>
#include <numeric>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "forecast_contest.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastRankOptions {
  LawFlags law;
  std::vector<std::string> specs;
  HorizonFlags horizon;
  RateFlag rate;
  NamingFlag naming;
  ForecastOutputFlags output;
};

Result<std::vector<Contender>> read_contenders(const ForecastRankOptions& options, const Said& said) {
  const auto typed = read_all(options.specs, said.horizon, said.known);
  if (!typed) return pass_on(typed.error());
  if (typed->size() < 2) return refuse("one schedule is no ranking; give two or more, or use etude forecast predict");
  const auto steps = run_length(run_of(said.horizon, *typed), *typed, most_shown);
  if (!steps) return pass_on(steps.error());
  std::vector<Contender> contenders;
  for (const Typed& each : *typed)
    contenders.push_back({options.naming.name_of(each), forecast::course_of(each.spec.computed.lr, *steps)});
  return contenders;
}

Result<void> rank_specs(const ForecastRankOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  const auto contenders = read_contenders(options, *said);
  if (!contenders) return pass_on(contenders.error());
  const auto contest = held(*forecast, *contenders, options.law.is_forced);
  if (!contest) return pass_on(contest.error());
  ForecastResult result{.page = {.title = "Which schedule ends lowest"}};
  result.page.findings = {finding_of(*contest)};
  result.page.tables = {{"By the law that chooses", contest_table(*contest)}};
  for (const Place& place : contest->places) result.page.curves.push_back(place.curve);
  result.json = contest_json(*contest);
  return outputs->write(std::move(result), flags, terminal);
}

}  // namespace

Action forecast_rank_verb(Flags flags) {
  auto options = std::make_shared<ForecastRankOptions>();
  options->law.add_to(flags);
  flags.required_arguments("SPEC", options->specs, "schedules, as etude show reads them");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by(options->specs); }});
  options->horizon.add_to(flags, "how long the runs are [the longest schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate, for lines that leave it out");
  options->naming.add_to(flags);
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return rank_specs(*options, flags, terminal); };
}

}  // namespace etude::cli
