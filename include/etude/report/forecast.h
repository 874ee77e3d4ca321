#pragma once
// A forecast as table, figures, CSV, JSON and a page.

#include <span>
#include <string>
#include <vector>

#include "etude/base/json.h"
#include "etude/record/forecast.h"
#include "etude/report/figure.h"
#include "etude/report/table.h"

namespace etude::report {

/// How losses, their differences and half widths are written: with four decimals, or with as many more as give a loss of
/// that size three digits.
class LossText {
 public:
  explicit LossText(double loss);
  /// Of the least of their final losses.
  explicit LossText(std::span<const ForecastCurve> curves);
  /// "-" of NaN; nothing is 0.0000, on whichever side it lies.
  std::string operator()(double amount) const;

 private:
  int decimals_;
};

/// What "!" behind a number means; empty where nothing is forced.
std::string forced_note(bool is_any_forced);

/// The sentence behind one that tells of a forced schedule; empty of another.
std::string forced_sentence(bool is_forced);

/// A row a curve: its name, its peak, the loss that is told for its last step, the half width of its 90 % interval, what
/// was measured there (where anything was) and what each law says. A forced one has "!" behind its loss.
Table forecast_table(std::span<const ForecastCurve> curves);

/// What is told, with its 90 % band, and what was measured, as at most some forty dots of the same colour, against the
/// step. The name of a forced one says so.
Figure forecast_figure(std::span<const ForecastCurve> curves);

/// Measured minus told against the step, a line a curve that was measured, around it the band of the interval at 0.
Figure residual_figure(std::span<const ForecastCurve> curves);

/// schedule,step,loss,low,high,measured; the last is empty where nothing was measured. Where a curve is forced, one more
/// column, forced, has yes for those that are.
std::string forecast_csv(std::span<const ForecastCurve> curves);

/// The facts of each curve, and its points: "step", "loss", "half_widths", "measured" where anything was.
Json forecast_json(std::span<const ForecastCurve> curves);

/// "wsd ends at 2.9871, in 90 of 100 cases between 2.9757 and 2.9985.", and that it is forced, where it is.
std::string forecast_finding(const ForecastCurve& curve);

/// These warnings and those of the curves, each once.
std::vector<std::string> forecast_warnings(std::vector<std::string> warnings, std::span<const ForecastCurve> curves);

/// A part of a page: a table under its heading.
struct TitledTable {
  std::string title;
  Table table;
};

struct ForecastPage {
  std::string title;
  std::vector<std::string> findings = {};  // a sentence each
  std::vector<TitledTable> tables = {};
  std::vector<ForecastCurve> curves = {};
  std::vector<std::string> warnings = {};
  std::string command = {}, version = {};  // that made it
};

/// A self-contained page, well-formed as XML too, without scripts and without a request to anywhere: findings, tables, the
/// figures above, warnings, the command. Same input, same bytes.
std::string forecast_html(const ForecastPage& page);

}  // namespace etude::report
