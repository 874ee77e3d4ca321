#pragma once
// Schedules held against each other by the law that chooses: who ends lowest, and who can be told from it.

#include <span>
#include <string>
#include <vector>

#include "etude/forecast/difference.h"
#include "etude/record/forecast.h"
#include "etude/report/table.h"

namespace etude::cli {

struct Contender {
  std::string name;
  forecast::Course course;
};

/// One of them: what is told of it, and how far above the first it ends.
struct Ranked {
  ForecastCurve curve;
  forecast::Difference above;  // of the first: 0
};

/// From the lowest end up, by the law that chooses; the law that tells values may have another order.
struct Contest {
  std::vector<Ranked> places;
};

Result<Contest> held(const forecast::Forecast& forecast, std::span<const Contender> contenders, bool is_forced);

/// A sentence. Nobody is said to end lowest who cannot be told from all others.
std::string finding_of(const Contest& contest);
report::Table contest_table(const Contest& contest);
Json::Object contest_json(const Contest& contest);

}  // namespace etude::cli
