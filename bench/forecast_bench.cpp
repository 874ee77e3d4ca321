// What a forecast costs, on the three runs of the 100M model that the papers fit: the fit, a prediction of a run of 50,000
// steps at all of them, and with intervals and opinions at some, and an optimised schedule of as many; and what a logarithm
// and an exponential cost.

#include <benchmark/benchmark.h>

#include <numeric>

#include "etude/base/math.h"
#include "etude/forecast/optimise.h"
#include "etude/schedule/kinds.h"
#include "forecast/shipped_curves_test.h"

namespace etude::forecast {
namespace {

constexpr Step steps = 50'000;

std::vector<LoggedRun> three_runs() {
  std::vector<LoggedRun> runs;
  for (const ShippedRun& shipped : shipped_runs(ETUDE_GOLDEN "/curves"))
    if (shipped.file == "mpl_100M.csv" && shipped.role == "fit") runs.push_back(shipped.run);
  return runs;
}

const Forecast& fitted() {
  static const Forecast forecast = *fit(three_runs(), {});
  return forecast;
}

Course cosine_course() {
  Course course{std::vector<double>(steps), 2160};
  then(warmup({.to = 3e-4, .steps = 2160}), cosine({.from = 3e-4, .to = 3e-5, .steps = steps - 2160}))
      ->values(0, course.rates);
  return course;
}

void fit_three_runs(benchmark::State& state) {
  const std::vector<LoggedRun> runs = three_runs();
  for (auto _ : state) benchmark::DoNotOptimize(fit(runs, {}));
}

void predict_every_step(benchmark::State& state) {
  const Course course = cosine_course();
  const Model model = *model_of_values(fitted(), course);
  std::vector<Step> at(steps);
  std::iota(at.begin(), at.end(), 0);
  for (auto _ : state) benchmark::DoNotOptimize(losses(model, course, at));
}

/// With its interval and what every law says, as etude forecast predict tells it.
void predict_with_all(benchmark::State& state) {
  const Course course = cosine_course();
  std::vector<Step> at;
  for (Step i = 1; i <= state.range(0); ++i) at.push_back(steps * i / state.range(0) - 1);
  for (auto _ : state) benchmark::DoNotOptimize(predict(fitted(), course, at));
}

void optimise_schedule(benchmark::State& state) {
  fitted();
  for (auto _ : state) benchmark::DoNotOptimize(optimise(fitted(), {.steps = steps, .warmup = 2160}));
}

/// A logarithm and an exponential: what a law needs of a rate at the least.
void log_and_exp(benchmark::State& state) {
  double x = 0.5;
  for (auto _ : state) benchmark::DoNotOptimize(x = 0.5 + 0.1 * math::exp(-math::log(1 + x)));
}

BENCHMARK(fit_three_runs)->Unit(benchmark::kMillisecond);
BENCHMARK(predict_every_step)->Unit(benchmark::kMillisecond);
BENCHMARK(predict_with_all)->Arg(1)->Arg(490)->Arg(4096)->Unit(benchmark::kMillisecond);
BENCHMARK(optimise_schedule)->Unit(benchmark::kMillisecond);
BENCHMARK(log_and_exp);

}  // namespace
}  // namespace etude::forecast
