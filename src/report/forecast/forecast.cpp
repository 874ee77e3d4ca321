// Curves that a law tells, beside what was measured, as table, figures, CSV and JSON.

#include "etude/report/forecast.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::report {
namespace {

constexpr int least_decimals = 4, most_decimals = 12, told_digits = 3;
constexpr std::size_t most_dots = 40;

double least_final_loss(std::span<const ForecastCurve> curves) {
  double least = std::numeric_limits<double>::infinity();
  for (const ForecastCurve& curve : curves) least = std::min(least, curve.final_loss());
  return least;
}

bool is_measured(const ForecastCurve& curve) {
  return std::any_of(curve.measured.begin(), curve.measured.end(), [](double loss) { return !std::isnan(loss); });
}

bool any_measured(std::span<const ForecastCurve> curves) {
  return std::any_of(curves.begin(), curves.end(), is_measured);
}

/// The words of all laws that any curve has, in their order.
std::vector<std::string> laws_in(std::span<const ForecastCurve> curves) {
  std::vector<std::string> laws;
  for (const ForecastCurve& curve : curves)
    for (const LawLoss& law : curve.laws)
      if (std::find(laws.begin(), laws.end(), law.law) == laws.end()) laws.push_back(law.law);
  return laws;
}

double told_by(const ForecastCurve& curve, const std::string& law) {
  for (const LawLoss& each : curve.laws)
    if (each.law == law) return each.final_loss;
  return not_a_number;
}

/// Its name, by which every figure and its key mark what is forced.
std::string marked_name(const ForecastCurve& curve) { return curve.name + (curve.is_forced ? " (forced)" : ""); }

bool any_forced(std::span<const ForecastCurve> curves) {
  return std::any_of(curves.begin(), curves.end(), [](const ForecastCurve& curve) { return curve.is_forced; });
}

std::vector<double> xs_of(const ForecastCurve& curve) { return {curve.steps.begin(), curve.steps.end()}; }

Line told_line(const ForecastCurve& curve) {
  Line line{.name = marked_name(curve), .x = xs_of(curve), .y = curve.losses};
  for (std::size_t i = 0; i < curve.losses.size(); ++i) {
    line.low.push_back(curve.losses[i] - curve.half_widths[i]);
    line.high.push_back(curve.losses[i] + curve.half_widths[i]);
  }
  return line;
}

/// Points that were measured, evenly, the last among them; `told` is the line that was told of them.
Line measured_line(const ForecastCurve& curve, std::size_t told) {
  Line line{.name = marked_name(curve) + ", measured", .has_dots = true, .hue_of = told};
  const std::size_t every = std::max<std::size_t>(curve.measured.size() / most_dots, 1);
  for (std::size_t i = (curve.measured.size() - 1) % every; i < curve.measured.size(); i += every) {
    if (std::isnan(curve.measured[i])) continue;
    line.x.push_back(static_cast<double>(curve.steps[i]));
    line.y.push_back(curve.measured[i]);
  }
  return line;
}

Line residual_line(const ForecastCurve& curve) {
  Line line{.name = marked_name(curve)};
  for (std::size_t i = 0; i < curve.measured.size(); ++i) {
    line.x.push_back(static_cast<double>(curve.steps[i]));
    line.y.push_back(curve.measured[i] - curve.losses[i]);
    line.low.push_back(-curve.half_widths[i]);
    line.high.push_back(curve.half_widths[i]);
  }
  return line;
}

}  // namespace

LossText::LossText(double loss) : decimals_(least_decimals) {
  if (!(loss > 0) || std::isinf(loss)) return;
  const double before_first = -std::floor(math::log(loss) / math::log(10.0)) - 1;
  decimals_ = static_cast<int>(std::clamp<double>(before_first + told_digits, least_decimals, most_decimals));
}

LossText::LossText(std::span<const ForecastCurve> curves) : LossText(least_final_loss(curves)) {}

std::string LossText::operator()(double amount) const {
  if (std::isnan(amount)) return "-";
  const std::string text = fixed(amount, decimals_);
  const bool is_nothing = text.find_first_not_of("-0.") == std::string::npos;
  return is_nothing && text[0] == '-' ? text.substr(1) : text;
}

std::string forced_note(bool is_any_forced) {
  return is_any_forced ? " !: forced, since the logs say nothing of the peak." : "";
}

std::string forced_sentence(bool is_forced) {
  return is_forced ? " That is forced: the logs say nothing of its peak." : "";
}

Table forecast_table(std::span<const ForecastCurve> curves) {
  const std::vector<std::string> laws = laws_in(curves);
  const bool has_measured = any_measured(curves);
  const LossText text(curves);
  Table table{{{"Schedule", true}, {"Peak"}, {"Final"}, {"±", false, false, true}}, {}, {}};
  if (has_measured) table.columns.push_back({"Measured"});
  for (const std::string& law : laws) table.columns.push_back({law});
  for (const ForecastCurve& curve : curves) {
    std::vector<std::string> row{curve.name, significant(curve.peak, 4),
                                 text(curve.final_loss()) + (curve.is_forced ? "!" : ""), text(curve.half_width())};
    if (has_measured) row.push_back(text(curve.measured.empty() ? not_a_number : curve.measured.back()));
    for (const std::string& law : laws) row.push_back(text(told_by(curve, law)));
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back("Final: the loss at the last step, ± half of its 90 % interval; behind it what each law says." +
                        forced_note(any_forced(curves)));
  return table;
}

Figure forecast_figure(std::span<const ForecastCurve> curves) {
  Figure figure{.title = "Loss", .x = {"step"}, .y = {"loss"}, .band_label = "band: the 90 % interval"};
  for (const ForecastCurve& curve : curves) {
    figure.lines.push_back(told_line(curve));
    if (is_measured(curve)) figure.lines.push_back(measured_line(curve, figure.lines.size() - 1));
  }
  return figure;
}

Figure residual_figure(std::span<const ForecastCurve> curves) {
  Figure figure{.title = "Measured minus told", .x = {"step"}, .y = {"loss"}, .band_label = "band: the 90 % interval"};
  for (const ForecastCurve& curve : curves)
    if (is_measured(curve)) figure.lines.push_back(residual_line(curve));
  return figure;
}

std::string forecast_csv(std::span<const ForecastCurve> curves) {
  Table table{{{"schedule"}, {"step"}, {"loss"}, {"low"}, {"high"}, {"measured"}}, {}, {}};
  const bool is_any_forced = any_forced(curves);
  if (is_any_forced) table.columns.push_back({"forced"});
  for (const ForecastCurve& curve : curves)
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      const double loss = curve.losses[i], half = curve.half_widths[i];
      const double measured = curve.measured.empty() ? not_a_number : curve.measured[i];
      table.rows.push_back({curve.name, std::to_string(curve.steps[i]), shortest(loss), shortest(loss - half),
                            shortest(loss + half), std::isnan(measured) ? "" : shortest(measured)});
      if (is_any_forced) table.rows.back().push_back(curve.is_forced ? "yes" : "");
    }
  return write_csv(table);
}

Json forecast_json(std::span<const ForecastCurve> curves) {
  Json::Array all;
  for (const ForecastCurve& curve : curves) {
    Json::Object object = facts_json(curve);
    object.emplace_back("step", fact_json(curve.steps));
    object.emplace_back("loss", curve.losses);
    object.emplace_back("half_widths", curve.half_widths);
    if (is_measured(curve)) object.emplace_back("measured", curve.measured);
    all.push_back(std::move(object));
  }
  return all;
}

std::string forecast_finding(const ForecastCurve& curve) {
  const LossText text(curve.final_loss());
  return curve.name + " ends at " + text(curve.final_loss()) + ", in 90 of 100 cases between " +
         text(curve.final_loss() - curve.half_width()) + " and " + text(curve.final_loss() + curve.half_width()) + "." +
         forced_sentence(curve.is_forced);
}

std::vector<std::string> forecast_warnings(std::vector<std::string> warnings, std::span<const ForecastCurve> curves) {
  for (const ForecastCurve& curve : curves)
    for (const std::string& each : curve.warnings)
      if (std::find(warnings.begin(), warnings.end(), each) == warnings.end()) warnings.push_back(each);
  return warnings;
}

}  // namespace etude::report
