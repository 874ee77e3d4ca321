// Logs, the laws that explain them, and what these tell of schedules: as `etude forecast`.

#include "etude/report/forecast.h"

#include "answers.h"
#include "etude/forecast/rank.h"
#include "forecast/told.h"
#include "record/losses/assembly.h"
#include "record/losses/manifest.h"
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

/// What a schedule makes of a run: {"text"}, or {"name", "text"}. Without `steps` it is as long as the schedule, or as
/// what was logged.
Result<forecast::Course> course_of(const Request& schedule, std::optional<Step> steps, Step logged = 0) {
  const auto spec = dialect::parse_spec(schedule.text("text"), {.steps = steps.value_or(0)});
  if (!spec) return pass_on(spec.error());
  const Step own = spec->computed.lr.length(), length = steps.value_or(own == endless ? logged : own);
  if (length < 1 || length > static_cast<Step>(longest))
    return refuse("a run of " + std::to_string(length) + " steps is none that can be told; give steps in the manifest");
  if (auto good = check_work(*spec, length); !good) return pass_on(good.error());
  return forecast::course_of(spec->computed.lr, length);
}

/// A member of a request that may be null or not there.
std::optional<Step> whole_if_any(Request& request, std::string_view name) {
  const Json* value = request.find(name);
  if (!value || value->is_null()) return std::nullopt;
  return request.whole(name, 0, longest, 0);
}

/// What somebody says of a run: the schedule that it had, and where it left another.
Result<KnownRun> known_of(const Json& log, Step logged) {
  const Json* schedule = log.find("schedule");
  if (!schedule) return KnownRun();
  Request asked(*schedule);
  const auto steps = whole_if_any(asked, "steps"), branch = whole_if_any(asked, "branch_step");
  if (auto good = asked.good(); !good) return pass_on(good.error());
  auto course = course_of(asked, steps, logged);
  if (!course) return pass_on(course.error());
  return KnownRun{std::move(course->rates), branch};
}

Result<void> add_log(const Json& json, Assembly& assembly) {
  const auto log = log_of(json);
  if (!log) return pass_on(log.error());
  auto known = known_of(json, log->steps.back() + 1);
  if (!known) return refuse("run " + log->run + ": " + known.error().message);
  return assembly.add(*log, *std::move(known));
}

Result<LoggedRuns> runs_of(const Request& request, std::optional<Step> warmup) {
  Assembly assembly(warmup);
  for (const Json& each : request.list("logs"))
    if (auto good = add_log(each, assembly); !good) return pass_on(good.error());
  return assembly.end();
}

/// A forecast that is asked about schedules and about runs that it has not seen.
class Asked {
 public:
  Asked(const forecast::Forecast& forecast, bool is_forced) : forecast_(forecast), is_forced_(is_forced) {}

  Result<void> tell_schedule(const Request& schedule, Step steps) {
    const std::string name = schedule.text("name");
    auto course = course_of(schedule, steps);
    if (!course) return refuse(name + ": " + course.error().message);
    auto curve = forecast::told_curve(forecast_, name, *course, forecast::shown_steps(steps, shown_points), is_forced_);
    if (!curve) return pass_on(curve.error());
    told_.findings.push_back(report::forecast_finding(*curve));
    curves_.push_back(*std::move(curve));
    contenders_.push_back({name, *std::move(course)});
    return {};
  }

  /// Together, as `etude forecast score` reads them: runs of a peak that was logged twice have one.
  Result<void> test_runs(const Json::Array& logs, std::optional<Step> warmup) {
    if (logs.empty()) return {};
    Assembly assembly(warmup);
    for (const Json& each : logs) note(add_log(each, assembly));
    const auto read = assembly.end();
    if (!read) return pass_on(read.error());
    for (const LoggedRun& run : read->runs) note(test_run(run));
    return {};
  }

  Result<void> rank() {
    if (contenders_.size() < 2) return {};
    auto ranking = forecast::rank(forecast_, contenders_, is_forced_);
    if (!ranking) return pass_on(ranking.error());
    told_.ranking = ranking->finding();
    told_.ranked = std::move(ranking->ranked);
    return {};
  }

  void note(const Result<void>& done) {
    if (!done) told_.refusals.push_back(done.error().message);
  }

  Json reply() {
    told_.curves = report::forecast_json(curves_);
    told_.tested_curves = report::forecast_json(tested_);
    told_.warnings = report::forecast_warnings({}, curves_);
    told_.table = report::forecast_table(curves_);
    return facts_json(told_);
  }

 private:
  Result<void> test_run(const LoggedRun& run) {
    auto explained = forecast::explained(forecast_, {&run, 1}, is_forced_);
    if (!explained) return pass_on(explained.error());
    told_.tested.push_back(std::move(explained->runs[0]));
    tested_.push_back(std::move(explained->curves[0]));
    return {};
  }

  const forecast::Forecast& forecast_;
  bool is_forced_;
  Foretold told_;
  std::vector<ForecastCurve> curves_, tested_;
  std::vector<forecast::Contender> contenders_;
};

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
  const auto warmup = whole_if_any(request, "warmup");
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

Answer manifest(Memory&, Request& request) {
  const auto rows = read_manifest(request.text("text"), request.text("name"));
  if (!rows) return pass_on(rows.error());
  return Json::Object{{"rows", fact_json(*rows)}};
}

Answer predict(Memory&, Request& request) {
  const Json* stated = request.find("forecast");
  const Step steps = request.whole("steps", 2, longest, 2);
  const auto warmup = whole_if_any(request, "warmup");
  if (auto good = request.good(); !good) return pass_on(good.error());
  const auto forecast = forecast::forecast_from_text(stated ? write_json(*stated, 0) : "");
  if (!forecast) return pass_on(forecast.error());
  Asked asked(*forecast, request.is("is_forced"));
  for (const Json& each : request.list("schedules")) asked.note(asked.tell_schedule(Request(each), steps));
  asked.note(asked.rank());
  asked.note(asked.test_runs(request.list("logs"), warmup));
  return asked.reply();
}

}  // namespace etude::explorer
