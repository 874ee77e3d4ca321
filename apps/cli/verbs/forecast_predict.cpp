// etude forecast predict: the loss of schedules that nobody has run.

#include <memory>

#include "apps/cli/flags.h"
#include "apps/cli/rate.h"
#include "apps/cli/spec.h"
#include "apps/cli/terminal.h"
#include "forecast_output.h"

namespace etude::cli {
namespace {

struct ForecastPredictOptions {
  LawFlags law;
  std::vector<std::string> specs;
  HorizonFlags horizon;
  RateFlag rate;
  NamingFlag naming;
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
                                        const Said& said) {
  const auto typed = read_all(options.specs, said.horizon, said.known);
  if (!typed) return pass_on(typed.error());
  const auto steps = run_length(run_of(said.horizon, *typed), *typed, most_shown);
  if (!steps) return pass_on(steps.error());
  const std::vector<Step> at = options.at.empty() ? forecast::shown_steps(*steps, options.points) : options.at;
  std::vector<ForecastCurve> curves;
  for (const Typed& each : *typed) {
    const forecast::Course course = forecast::course_of(each.spec.computed.lr, *steps);
    auto curve = forecast::told_curve(forecast, options.naming.name_of(each), course, at, options.law.is_forced);
    if (!curve) return pass_on(curve.error());
    curves.push_back(*std::move(curve));
  }
  return curves;
}

Result<void> predict_specs(const ForecastPredictOptions& options, const Flags& flags, const Terminal& terminal) {
  const auto said = read_said(options.horizon, options.rate, flags);
  if (!said) return pass_on(said.error());
  auto outputs = ForecastOutputs::open(options.output);
  if (!outputs) return pass_on(outputs.error());
  const auto forecast = options.law.read();
  if (!forecast) return pass_on(forecast.error());
  auto curves = told(options, *forecast, *said);
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
  flags.required_arguments("SPEC", options->specs, "schedules, as etude show reads them");
  flags.names_files({"SPEC", FileUse::read, [options] { return files_named_by(options->specs); }});
  options->horizon.add_to(flags, "how long the runs are [the longest schedule's own length]");
  options->rate.add_to(flags, "the optimizer's own rate, for lines that leave it out");
  flags.field(*options, "points");
  flags.field(*options, "at", {.text = ""});
  options->naming.add_to(flags);
  options->output.add_to(flags);
  return [options, flags](const Terminal& terminal) { return predict_specs(*options, flags, terminal); };
}

}  // namespace etude::cli
