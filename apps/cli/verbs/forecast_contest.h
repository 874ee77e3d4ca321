#pragma once
// Schedules held against each other by the law that chooses, with their curves.

#include <span>
#include <string>
#include <vector>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "etude/forecast/rank.h"
#include "etude/record/forecast.h"
#include "etude/report/table.h"

namespace etude::cli {

/// SPECs of which a verb is to tell something, and how long their runs are.
struct ContenderFlags {
  std::vector<std::string> specs;
  HorizonFlags horizon;
  RateFlag rate;
  NamingFlag naming;

  void add_to(Flags& flags);
  /// Reads all fields of the verb, and the schedules. Refused: a rate that no line leaves open; a line whose rate nobody
  /// gives, of which a forecast can say nothing.
  Result<std::vector<forecast::Contender>> read(const Flags& flags) const;
};

/// A ranking, and the curve of each in its order.
struct Contest {
  forecast::Ranking ranking;
  std::vector<ForecastCurve> curves;

  /// Adds to all that is told.
  void shift(double loss);
};

Result<Contest> held(const forecast::Forecast& forecast, std::span<const forecast::Contender> contenders,
                     bool is_forced);

report::Table contest_table(const Contest& contest);
Json::Object contest_json(const Contest& contest);

}  // namespace etude::cli
