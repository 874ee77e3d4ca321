// etude forecast watch: where a run that is still going will end, and whether to decay now.
//
// The run so far is held against the law; what is left of it is laid out in a few ways that end at the same step, and
// these are ranked. What the law was off in the last points is added to all that it tells.

#include <algorithm>
#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "forecast/advice.h"
#include "forecast/asked.h"
#include "forecast_contest.h"
#include "forecast_logs.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

constexpr std::size_t last_points = 15;  // whose mean residual is added
constexpr std::pair<const char*, double> later_decays[] = {{"decay over the last 20 %", 0.2},
                                                           {"decay over the last 10 %", 0.1}};

struct ForecastWatchOptions {
  LogFlags logs;
  std::string log, schedule;
  LawFlags law;
  Step steps = unset_steps;
  ForecastOutputFlags output;

  static constexpr auto fields(auto...) {
    return std::array{field<&ForecastWatchOptions::steps>(Unit::steps, {.least = 2, .most = most_shown},
                                                          "how long the run will be [its schedule's own length]")};
  }
};

/// The run so far, under the rates of the whole run that is planned.
struct Watched {
  LoggedRun run;
  std::vector<std::string> warnings;
  Step done = 0;  // updates
};

/// The rates of --schedule; none without it.
Result<std::vector<double>> stated_rates(const ForecastWatchOptions& options) {
  if (options.schedule.empty()) return std::vector<double>();
  const Horizon horizon{.steps = options.steps == unset_steps ? 0 : options.steps};
  const auto typed = read_one(options.schedule, horizon, {});
  if (!typed) return refuse("--schedule: " + typed.error().message);
  const auto steps = run_length(horizon, std::vector{*typed}, most_shown);
  if (!steps) return pass_on(steps.error());
  return forecast::course_of(typed->spec.computed.lr, *steps).rates;
}

/// Refused: a run that is longer than it is to be.
Result<void> check_done(Step last, Step steps) {
  if (last <= steps) return {};  // at it a log ends that counts from 1
  return refuse("the run has done " + std::to_string(last) + " steps, and is to have " + std::to_string(steps) +
                "; say how long it will be by --steps");
}

/// The run under the rates of --schedule, against which those are held that were logged; or under the logged ones, of
/// which the last is held.
Result<Watched> read_watched(const ForecastWatchOptions& options) {
  LogFlags logs = options.logs;
  logs.logs = {options.log};
  const auto log = logs.read_only_run();
  if (!log) return pass_on(log.error());
  auto stated = stated_rates(options);
  if (!stated) return pass_on(stated.error());
  if (stated->empty() && options.steps == unset_steps)
    return refuse("say how long the run will be: --steps, or --schedule SPEC");
  const Step steps = stated->empty() ? options.steps : static_cast<Step>(stated->size());
  if (auto good = check_done(log->steps.back(), steps); !good) return pass_on(good.error());
  Assembly assembly = logs.assembly();
  if (auto good = assembly.add(*log, {*std::move(stated)}); !good) return pass_on(good.error());
  auto read = assembly.end();
  if (!read) return pass_on(read.error());
  Watched watched{std::move(read->runs[0]), std::move(read->warnings), std::min(log->steps.back() + 1, steps)};
  watched.run.rates.resize(static_cast<std::size_t>(steps), watched.run.rates.back());
  return watched;
}

forecast::Course so_far(const Watched& watched) {
  return {{watched.run.rates.begin(), watched.run.rates.begin() + static_cast<std::ptrdiff_t>(watched.done)}, 0};
}

/// The plan, and decays to 0 that begin now or later.
std::vector<forecast::Contender> ways_on(const Watched& watched) {
  const auto steps = static_cast<Step>(watched.run.rates.size());
  const forecast::Course plan{watched.run.rates, watched.run.warmup_steps};
  std::vector<forecast::Contender> ways{{"as planned", plan}};
  const auto decay_from = [&](const char* name, Step from) {
    if (from < watched.done || from >= steps) return;
    forecast::Contender way{name, plan};
    const double rate = plan.rates[static_cast<std::size_t>(watched.done) - 1];
    for (Step step = watched.done; step < steps; ++step) {
      const double left = static_cast<double>(steps - step) / static_cast<double>(steps - from);
      way.course.rates[static_cast<std::size_t>(step)] = rate * std::min(left, 1.0);
    }
    ways.push_back(std::move(way));
  };
  decay_from("decay from now on", watched.done);
  for (const auto& [name, share] : later_decays)
    decay_from(name, steps - static_cast<Step>(share * static_cast<double>(steps)));
  return ways;
}

/// The mean of measured minus told over the last points.
Result<double> mean_residual(const forecast::Forecast& forecast, const Watched& watched, bool is_forced) {
  const std::size_t count = std::min(last_points, watched.run.steps.size());
  const auto first = watched.run.steps.size() - count;
  const std::vector<Step> at(watched.run.steps.begin() + static_cast<std::ptrdiff_t>(first), watched.run.steps.end());
  const auto told = predict(forecast, {watched.run.rates, watched.run.warmup_steps}, at, is_forced);
  if (!told) return pass_on(told.error());
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += watched.run.losses[first + i] - told->losses[i];
  return sum / static_cast<double>(count);
}

/// Refused: what fit refuses of a run among others, too.
Result<void> check_residual(double residual, const LoggedRun& run) {
  const double share = std::abs(residual) / run.losses.back();
  if (share <= forecast::far_off) return {};
  return refuse("run " + run.name + " lies " + significant(100 * share, 2) +
                " % off the law: fit logs of its own model, validation set and unit, or give the schedule that it has");
}

/// Puts the points that were measured into the curve of the plan.
void put_measured(ForecastCurve& curve, const LoggedRun& run) {
  curve.measured.assign(curve.steps.size(), not_a_number);
  for (std::size_t i = 0; i < curve.steps.size(); ++i) {
    const auto at = std::lower_bound(run.steps.begin(), run.steps.end(), curve.steps[i]);
    const bool is_near =
        at != run.steps.end() && (i == 0 || *at < curve.steps[i] + (curve.steps[i] - curve.steps[i - 1]));
    if (is_near) curve.measured[i] = run.losses[static_cast<std::size_t>(at - run.steps.begin())];
  }
}

std::string end_finding(const ForecastCurve& plan) {
  const report::LossText text(plan.final_loss());
  return "As planned it ends at " + text(plan.final_loss()) + " ± " + text(plan.half_width()) + "." +
         report::forced_sentence(plan.is_forced);
}

/// Whether to decay now: only where the law tells it from every later decay and from the plan.
std::string advice(const Contest& contest, Step steps) {
  const report::LossText text(contest.curves);
  const std::string of_run = "a run of " + std::to_string(steps) + " steps";
  const std::vector<forecast::Ranked>& ways = contest.ranking.ranked;
  const auto is_now = [](const forecast::Ranked& way) { return way.schedule == "decay from now on"; };
  const auto now = std::find_if(ways.begin(), ways.end(), is_now);
  if (now == ways.end()) return "The run is at its end.";
  const bool is_first = now == ways.begin();
  const bool is_alone = std::all_of(ways.begin() + 1, ways.end(), [](const auto& way) { return way.above.is_told(); });
  if (is_first && is_alone) return "Decay now: " + of_run + " that decays later ends higher.";
  if (!is_first && now->above.is_told())
    return "Do not decay yet: " + of_run + " that does ends " + text(now->above.difference) + " ± " +
           text(now->above.half_width) + " above \"" + ways[0].schedule + "\".";
  return "Whether to decay now or later cannot be told of " + of_run + ".";
}

Result<void> watch_run(const ForecastWatchOptions& options, const Flags& flags, const Terminal& terminal) {
  if (auto good = flags.read_fields(); !good) return good;
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  const auto watched = read_watched(options);
  if (!watched) return pass_on(watched.error());
  if (auto good = check_length(*forecast, so_far(*watched), 1); !good) return good;
  const auto residual = mean_residual(*forecast, *watched, options.law.is_forced);
  if (!residual) return pass_on(residual.error());
  auto contest = held(*forecast, ways_on(*watched), options.law.is_forced);
  if (!contest) return pass_on(contest.error());
  if (auto good = check_residual(*residual, watched->run); !good && !contest->curves[0].is_forced) return good;

  ForecastResult result{.page = {.title = "Where run " + watched->run.name + " will end"}};
  contest->shift(*residual);
  for (ForecastCurve& curve : contest->curves)
    if (curve.name == "as planned") {
      put_measured(curve, watched->run);
      result.page.findings = {end_finding(curve)};
    }
  result.page.curves = contest->curves;
  result.page.findings.push_back(advice(*contest, static_cast<Step>(watched->run.rates.size())));
  result.page.tables = {{"Ways on", contest_table(*contest)}};
  result.page.warnings = watched->warnings;
  if (std::abs(*residual) > result.page.curves[0].half_widths.back())
    result.page.warnings.push_back(
        "its last losses are " + report::LossText(result.page.curves)(*residual) +
        " off what the law tells: the logs that were fitted may be of another model or loss");
  result.json = contest_json(*contest);
  result.json.emplace_back("residual", *residual);
  return outputs->write(std::move(result), flags, terminal);
}

}  // namespace

Action forecast_watch_verb(Flags flags) {
  auto options = std::make_shared<ForecastWatchOptions>();
  flags.required_argument("LOG", options->log, "the log of the run so far, in any form that etude forecast fit reads");
  flags.names_files({"LOG", FileUse::read, [options] { return path_or_none(options->log); }});
  options->law.add_to(flags);
  flags.option("--schedule", options->schedule, "a SPEC: the run's schedule, as planned [what was logged, then held]");
  flags.names_files({"--schedule", FileUse::read, [options] { return files_named_by({options->schedule}); }});
  flags.field(*options, "steps");
  options->logs.add_options_to(flags);
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return watch_run(*options, flags, terminal); };
}

}  // namespace etude::cli
