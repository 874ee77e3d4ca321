// Logs, the laws that explain them, and what these tell of schedules: as `etude forecast`.

#include "etude/report/forecast.h"

#include "answers.h"
#include "forecast/told.h"
#include "record/losses/assembly.h"
#include "replies.h"

namespace etude::explorer {
namespace {

constexpr std::size_t shown_points = 200;

Result<LossLog> log_of(const Json& json) {
  LossLog log;
  const bool is_whole = read_facts(json, log) && !log.steps.empty() && log.losses.size() == log.steps.size() &&
                        log.rates.size() == log.rate_steps.size();
  if (!is_whole) return refuse("a log needs what \"log-end\" gave of it");
  return log;
}

/// What a schedule of so many steps makes of a run: {"text"}, or {"name", "text"}.
Result<forecast::Course> course_of(const Request& schedule, Step steps) {
  const auto spec = dialect::parse_spec(schedule.text("text"), {.steps = steps});
  if (!spec) return pass_on(spec.error());
  if (auto good = check_work(*spec, steps); !good) return pass_on(good.error());
  return forecast::course_of(spec->computed.lr, steps);
}

/// What somebody says of a run: the schedule that it had.
Result<KnownRun> known_of(const Json& log) {
  const Json* schedule = log.find("schedule");
  if (!schedule) return KnownRun();
  Request asked(*schedule);
  const Step steps = asked.whole("steps", 1, longest, 1);
  if (auto good = asked.good(); !good) return pass_on(good.error());
  auto course = course_of(asked, steps);
  if (!course) return pass_on(course.error());
  return KnownRun{std::move(course->rates)};
}

Result<LoggedRuns> runs_of(const Request& request, std::optional<Step> warmup) {
  Assembly assembly(warmup);
  for (const Json& each : request.list("logs")) {
    const auto log = log_of(each);
    if (!log) return pass_on(log.error());
    auto known = known_of(each);
    if (!known) return refuse("run " + log->run + ": " + known.error().message);
    if (auto good = assembly.add(*log, *std::move(known)); !good) return pass_on(good.error());
  }
  return assembly.end();
}

Result<ForecastCurve> told_of(const forecast::Forecast& forecast, const Request& schedule, Step steps) {
  const std::string name = schedule.text("name");
  const auto course = course_of(schedule, steps);
  if (!course) return refuse(name + ": " + course.error().message);
  return forecast::told_curve(forecast, name, *course, forecast::shown_steps(steps, shown_points));
}

}  // namespace

Answer log(Memory& memory, Request& request) {
  memory.log.emplace(LogBeingRead{LossLogReader(request.text("name"), {.loss = request.text("loss")})});
  return Json::Object{};
}

Answer log_end(Memory& memory, Request&) {
  if (!memory.log) return refuse("there is no log to end");
  LogBeingRead log = *std::move(memory.log);
  memory.log.reset();
  if (!log.good) return pass_on(log.good.error());
  const auto logs = log.reader.end();
  if (!logs) return pass_on(logs.error());
  return Json::Object{{"logs", fact_json(*logs)}};
}

Answer fit(Memory&, Request& request) {
  std::optional<Step> warmup;
  if (request.find("warmup")) warmup = request.whole("warmup", 0, longest, 0);
  if (auto good = request.good(); !good) return pass_on(good.error());
  auto read = runs_of(request, warmup);
  if (!read) return pass_on(read.error());
  auto forecast = forecast::fit(read->runs, {});
  if (!forecast) return pass_on(forecast.error());
  auto explained = forecast::explained(*forecast, read->runs, true);
  if (!explained) return pass_on(explained.error());
  for (const std::string& warning : forecast->warnings) read->warnings.push_back(warning);
  Fitted fitted{std::move(explained->runs), explained->mean, *std::move(forecast),
                report::forecast_json(explained->curves)};
  fitted.warnings = report::forecast_warnings(std::move(read->warnings), explained->curves);
  return facts_json(fitted);
}

Answer predict(Memory&, Request& request) {
  const Json* stated = request.find("forecast");
  const Step steps = request.whole("steps", 2, longest, 2);
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto forecast = forecast::forecast_from_text(stated ? write_json(*stated, 0) : "");
  if (!forecast) return pass_on(forecast.error());
  Foretold told;
  std::vector<ForecastCurve> curves;
  for (const Json& each : request.list("schedules")) {
    auto curve = told_of(*forecast, Request(each), steps);
    if (!curve) {
      told.refusals.push_back(curve.error().message);
      continue;
    }
    told.findings.push_back(report::forecast_finding(*curve));
    curves.push_back(*std::move(curve));
  }
  told.curves = report::forecast_json(curves);
  told.warnings = report::forecast_warnings({}, curves);
  told.table = report::forecast_table(curves);
  return facts_json(told);
}

}  // namespace etude::explorer
