#include "forecast/told.h"

#include <algorithm>

namespace etude::forecast {
namespace {

constexpr Step told_from = 20;  // of so many parts of a run the first is not shown: the loss falls too fast there

}  // namespace

Course course_of(const Schedule& lr, Step steps) {
  Course course{lr.values(steps), 0};
  course.warmup_steps = warmup_of(course.rates);
  return course;
}

std::vector<Step> shown_steps(Step steps, std::size_t points) {
  const Step first = std::min(steps - 1, steps / told_from);
  const auto count = std::min<Step>(static_cast<Step>(points), steps - first);
  std::vector<Step> at;
  for (Step i = 0; i < count; ++i) at.push_back(count == 1 ? steps - 1 : first + (steps - 1 - first) * i / (count - 1));
  return at;
}

Result<ForecastCurve> told_curve(const Forecast& forecast, const std::string& name, const Course& course,
                                 std::span<const Step> at, bool is_forced) {
  const auto told = predict(forecast, course, at, is_forced);
  if (!told) return refuse(name + ": " + told.error().message);
  ForecastCurve curve{.name = name, .law = told->law, .peak = course.peak(), .steps = told->steps};
  curve.losses = told->losses;
  curve.half_widths = told->half_widths;
  for (const Opinion& opinion : told->opinions) curve.laws.push_back({opinion.law, opinion.losses.back()});
  for (const std::string& warning : told->warnings) curve.warnings.push_back(name + ": " + warning);
  curve.is_forced = told->is_forced;
  return curve;
}

Result<ForecastCurve> told_curve(const Forecast& forecast, const LoggedRun& run, bool is_forced) {
  const Step last = run.steps.back();
  const auto first = std::lower_bound(run.steps.begin(), run.steps.end() - 1, last / told_from);
  auto curve = told_curve(forecast, run.name, {run.rates, run.warmup_steps}, {first, run.steps.end()}, is_forced);
  if (curve) curve->measured = {run.losses.end() - (run.steps.end() - first), run.losses.end()};
  return curve;
}

Result<Explained> explained(const Forecast& forecast, std::span<const LoggedRun> runs, bool is_forced) {
  Explained found;
  for (const LoggedRun& run : runs) {
    auto curve = told_curve(forecast, run, is_forced);
    if (!curve) return pass_on(curve.error());
    auto scored = score(forecast, run, is_forced);
    if (!scored) return pass_on(scored.error());
    found.curves.push_back(*std::move(curve));
    found.runs.push_back(*std::move(scored));
  }
  found.mean = mean_of(found.runs);
  return found;
}

}  // namespace etude::forecast
