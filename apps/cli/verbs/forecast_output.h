#pragma once
// What the verbs of etude forecast give: curves and tables to the terminal, into files, and as a page.

#include <string>
#include <vector>

#include "apps/cli/output.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "etude/forecast/forecast.h"
#include "etude/report/forecast.h"
#include "forecast/told.h"

namespace etude::cli {

/// --csv, --json, --svg and --html.
struct ForecastOutputFlags {
  OutputFlags output;
  std::string html;

  void add_to(Flags& flags);
};

/// What a verb found. `page.command` and `page.version` are filled in here.
struct ForecastResult {
  report::ForecastPage page;
  Json::Object json = {};  // beside the curves
};

/// Opened before the work begins, and written after it.
class ForecastOutputs {
 public:
  static Result<ForecastOutputs> open(const ForecastOutputFlags& flags);
  Result<void> write(ForecastResult result, const Flags& flags, const Terminal& terminal);

 private:
  ForecastOutputs(Outputs outputs, Destination html, std::vector<std::string> notes)
      : outputs_(std::move(outputs)), html_(std::move(html)), notes_(std::move(notes)) {}
  Outputs outputs_;
  Destination html_;
  std::vector<std::string> notes_;  // "wrote page.html"
};

/// The law.json of etude forecast fit, and --force.
struct LawFlags {
  std::string path;
  bool is_forced = false;

  void add_to(Flags& flags);
  void add_force_to(Flags& flags);
  Result<forecast::Forecast> read() const;
};

/// Scores as a table, with a last row of their means.
report::Table score_table(const forecast::Explained& explained);

}  // namespace etude::cli
