#include "advise_logs.h"

#include <algorithm>

#include "etude/claims/recorded.h"
#include "etude/forecast/optimise.h"
#include "etude/notation/notation.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

std::string source_of(const std::vector<std::string>& logs) {
  std::string text;
  for (const std::string& each : logs) text += (text.empty() ? "your logs: " : ", ") + each;
  return text;
}

Step longest_warmup(const std::vector<LoggedRun>& runs) {
  Step most = 0;
  for (const LoggedRun& run : runs) most = std::max(most, run.warmup_steps);
  return most;
}

/// Of one peak that; of several the one at which the optimum of the forecast lies.
Result<double> peak_of(const forecast::Forecast& forecast, Step steps, Step warmup) {
  const std::vector<double> peaks = forecast.peaks();
  if (peaks.size() == 1) return peaks[0];
  const auto found = optimise(forecast, {.steps = steps, .warmup = warmup});
  if (!found) return pass_on(found.error());
  return found->peak;
}

Result<std::vector<forecast::Contender>> contenders_of(const advice::Advice& advice, Step steps) {
  std::vector<forecast::Contender> all;
  for (const advice::Alternative& each : advice.contenders) {
    const auto lr = notation::parse_schedule(each.spec, Horizon{.steps = steps});
    if (!lr) return pass_on(lr.error());
    all.push_back({each.name, forecast::course_of(*lr, steps)});
  }
  return all;
}

/// The schedule of the claims, unless another is told below it.
std::string schedule_by(const Contest& contest, const std::string& of_claims) {
  for (const forecast::Ranked& each : contest.ranking.ranked)
    if (each.schedule == of_claims && !each.above.is_told()) return of_claims;
  return contest.ranking.ranked.front().schedule;
}

}  // namespace

Result<AdviceOfLogs> advice_of_logs(const LogFlags& flags, advice::Case given) {
  const auto read = flags.read("fit");
  if (!read) return pass_on(read.error());
  const auto forecast = forecast::fit(read->runs, {});
  if (!forecast) return pass_on(forecast.error());
  given.own = advice::OwnRuns{.source = source_of(flags.logs), .warmup_steps = longest_warmup(read->runs)};
  if (!given.steps) return refuse("what your own runs tell is of a run of known length; give --steps");
  if (!given.peak) {
    const auto peak = peak_of(*forecast, *given.steps, given.own->warmup_steps);
    if (!peak) return pass_on(peak.error());
    given.peak = advice::KnownPeak{*peak, "your own runs"};
  }
  const auto advice = advice::advise(given, claims::recorded());
  if (!advice) return pass_on(advice.error());
  const auto contenders = contenders_of(*advice, *given.steps);
  if (!contenders) return pass_on(contenders.error());
  auto contest = held(*forecast, *contenders, false);
  if (!contest) return pass_on(contest.error());
  given.own->schedule = schedule_by(*contest, advice->schedule);
  given.own->finding = contest->ranking.finding();
  std::vector<std::string> warnings = read->warnings;
  warnings.insert(warnings.end(), forecast->warnings.begin(), forecast->warnings.end());
  return AdviceOfLogs{std::move(given), *std::move(contest), std::move(warnings)};
}

}  // namespace etude::cli
