#pragma once
// A forecast of runs and of schedules as curves: what every front end shows.

#include <span>
#include <string>
#include <vector>

#include "etude/forecast/forecast.h"
#include "etude/record/forecast.h"
#include "etude/schedule/schedule.h"

namespace etude::forecast {

/// The rates of a schedule over a run of that length.
Course course_of(const Schedule& lr, Step steps);

/// Evenly spread steps of a run, its last among them, from where a law says anything on.
std::vector<Step> shown_steps(Step steps, std::size_t points);

/// What is told of a course at these steps. Refused: what predict() refuses.
Result<ForecastCurve> told_curve(const Forecast& forecast, const std::string& name, const Course& course,
                                 std::span<const Step> at, bool is_forced = false);

/// What is told of a run at the steps at which it was measured, and what was measured.
Result<ForecastCurve> told_curve(const Forecast& forecast, const LoggedRun& run, bool is_forced = false);

/// How well runs that were measured are told.
struct Explained {
  std::vector<Score> runs;
  MeanScore mean;
  std::vector<ForecastCurve> curves;

  /// All but the curves, which whoever reports has words for.
  static constexpr auto facts(auto...) { return facts_of<&Explained::runs, &Explained::mean>(); }
};
Result<Explained> explained(const Forecast& forecast, std::span<const LoggedRun> runs, bool is_forced);

}  // namespace etude::forecast
