// etude forecast predict: the loss of schedules that nobody has run.

#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/terminal.h"
#include "etude/base/number.h"
#include "forecast_contest.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastPredictOptions {
  LawFlags law;
  ContenderFlags contenders;
  std::size_t points = 200;
  std::vector<Step> at;
  ForecastOutputFlags output;

  static constexpr auto fields(auto...) {
    using Options = ForecastPredictOptions;
    return std::array{
        field<&Options::points>(Unit::count, {.least = 1, .most = 100'000}, "how many steps of a run are told, evenly"),
        field<&Options::at>(Unit::counts, {}, "only these steps, from the first up"),
    };
  }
};

Result<std::vector<ForecastCurve>> told(const ForecastPredictOptions& options, const forecast::Forecast& forecast,
                                        std::span<const forecast::Contender> contenders) {
  std::vector<ForecastCurve> curves;
  for (const auto& [name, course] : contenders) {
    const auto at =
        options.at.empty() ? forecast::shown_steps(static_cast<Step>(course.rates.size()), options.points) : options.at;
    auto curve = forecast::told_curve(forecast, name, course, at, options.law.is_forced);
    if (!curve) return pass_on(curve.error());
    curves.push_back(*std::move(curve));
  }
  return curves;
}

Result<void> predict_specs(const ForecastPredictOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto contenders = options.contenders.read(flags);
  if (!contenders) return pass_on(contenders.error());
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  auto curves = told(options, *forecast, *contenders);
  if (!curves) return pass_on(curves.error());
  ForecastResult result{.page = {.title = "Losses of schedules that nobody has run", .curves = *std::move(curves)}};
  result.page.tables = {{"Ends", report::forecast_table(result.page.curves)}};
  for (const ForecastCurve& curve : result.page.curves) result.page.findings.push_back(report::forecast_finding(curve));
  return outputs->write(std::move(result), flags, terminal);
}

}  // namespace

Action forecast_predict_verb(Flags flags) {
  auto options = std::make_shared<ForecastPredictOptions>();
  options->law.add_to(flags);
  options->contenders.add_to(flags);
  flags.field(*options, "points");
  flags.field(*options, "at", {.text = ""});
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return predict_specs(*options, flags, terminal); };
}

}  // namespace etude::cli
