// Forecasts: laws of loss curves, fitted to runs that Python hands over. etude/forecast.py is what Python sees of it.

#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <tuple>

#include "binding.h"
#include "etude/base/fact.h"
#include "etude/base/json.h"
#include "etude/forecast/optimise.h"
#include "etude/forecast/rank.h"
#include "specs.h"

namespace etude::binding {
namespace {

using forecast::Forecast;
using Rates = std::vector<double>;
using Logged = std::tuple<std::string, Rates, std::vector<Step>, std::vector<double>>;  // name, rates, steps, losses

forecast::Course course_of_rates(Rates rates) {
  const Step warmup = warmup_of(rates);
  return {std::move(rates), warmup};
}

LoggedRun logged(Logged run) {
  auto& [name, rates, steps, losses] = run;
  const Step warmup = warmup_of(rates);
  return {std::move(name), std::move(rates), warmup, std::move(steps), std::move(losses)};
}

Forecast fit_runs(std::vector<Logged> runs, const nb::kwargs& keywords) {
  forecast::FitOptions options;
  read_keywords("fit", forecast::FitOptions::fields(), &options, keywords);
  std::vector<LoggedRun> all;
  for (Logged& run : runs) all.push_back(logged(std::move(run)));
  return value_or_raise(forecast::fit(all, options));
}

nb::object predicted(const Forecast& forecast, Rates rates, const std::vector<Step>& at, bool is_forced) {
  const auto told = value_or_raise(forecast::predict(forecast, course_of_rates(std::move(rates)), at, is_forced));
  nb::object facts = to_python(fact_json(told));
  facts["warnings"] = nb::cast(told.warnings);
  facts["is_forced"] = told.is_forced;
  return facts;
}

nb::object scored(const Forecast& forecast, Logged run, bool is_forced) {
  return to_python(fact_json(value_or_raise(forecast::score(forecast, logged(std::move(run)), is_forced))));
}

nb::object apart(const Forecast& forecast, Rates one, Rates other, bool is_forced) {
  return to_python(fact_json(value_or_raise(
      forecast::difference(forecast, course_of_rates(std::move(one)), course_of_rates(std::move(other)), is_forced))));
}

nb::object ranked(const Forecast& forecast, std::vector<std::tuple<std::string, Rates>> schedules, bool is_forced) {
  std::vector<forecast::Contender> contenders;
  for (auto& [name, rates] : schedules) contenders.push_back({std::move(name), course_of_rates(std::move(rates))});
  return to_python(fact_json(value_or_raise(forecast::rank(forecast, contenders, is_forced))));
}

nb::object schedule_object(const Schedule& schedule) { return object_of(dialect::spec_of(Plan{schedule})); }

nb::dict optimised(const Forecast& forecast, const nb::kwargs& keywords) {
  forecast::OptimiseOptions options;
  read_keywords("optimise", forecast::OptimiseOptions::fields(), &options, keywords);
  const auto best = value_or_raise(forecast::optimise(forecast, options));
  nb::list rivals;
  for (const forecast::Rival& each : best.rivals) {
    nb::dict rival;
    rival["name"] = each.name;
    rival["schedule"] = schedule_object(each.schedule);
    rival["loss"] = each.loss;
    rival["gain"] = to_python(fact_json(each.gain));
    rivals.append(rival);
  }
  nb::dict told;
  told["schedule"] = schedule_object(best.schedule);
  told["law"] = best.law;
  told["peak"] = best.peak;
  told["loss"] = best.loss;
  told["value"] = best.value;
  told["half_width"] = best.half_width;
  told["rivals"] = rivals;
  told["warnings"] = nb::cast(best.warnings);
  told["is_forced"] = best.is_forced;
  return told;
}

}  // namespace

void bind_forecast(nb::module_& module) {
  nb::class_<Forecast>(module, "_Forecast", "What was learnt from logs; etude.forecast.Forecast holds one.")
      .def_ro("law", &Forecast::law)
      .def_ro("warnings", &Forecast::warnings)
      .def("peaks", &Forecast::peaks)
      .def("text", &forecast::to_text)
      .def("predict", &predicted,
           nb::sig("def predict(self, rates: list[float], at: list[int], is_forced: bool) -> "
                   "dict[str, typing.Any]"))
      .def("score", &scored,
           nb::sig("def score(self, run: tuple[str, list[float], list[int], list[float]], is_forced: bool) -> "
                   "dict[str, typing.Any]"))
      .def("difference", &apart,
           nb::sig("def difference(self, one: list[float], other: list[float], is_forced: bool) -> "
                   "dict[str, typing.Any]"))
      .def("rank", &ranked,
           nb::sig("def rank(self, schedules: list[tuple[str, list[float]]], is_forced: bool) -> "
                   "dict[str, typing.Any]"))
      .def("optimise", &optimised, nb::sig("def optimise(self, **options: typing.Any) -> dict[str, typing.Any]"));
  module.def("_fit", &fit_runs,
             nb::sig("def _fit(runs: list[tuple[str, list[float], list[int], list[float]]], **options: typing.Any) -> "
                     "_Forecast"));
  module.def("_forecast_from_text",
             [](const std::string& text) { return value_or_raise(forecast::forecast_from_text(text)); });
}

}  // namespace etude::binding
