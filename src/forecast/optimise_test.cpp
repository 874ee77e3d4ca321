#include "etude/forecast/optimise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "etude/schedule/kinds.h"
#include "forecast/pressed.h"

namespace etude::forecast {
namespace {

constexpr double top_rate = 3e-4;

/// The multi-power law with the numbers of a real 100M model.
Forecast forecast_by_mpl() {
  Forecast forecast{.law = "mpl", .runs = {{.name = "constant", .peak = top_rate, .steps = 24000, .points = 100}}};
  forecast.fits = {{"mpl", top_rate, {2.651448, 0.601152, 0.452958, 437.946, 2.132456, 0.597852, 0.655236}}};
  forecast.fits[0].covariance.resize(49);
  for (std::size_t i = 0; i < 7; ++i) forecast.fits[0].covariance[8 * i] = 1e-4;
  return forecast;
}

std::vector<double> rates_after(const Optimised& found, const OptimiseOptions& options) {
  std::vector<double> rates(static_cast<std::size_t>(options.steps - options.warmup));
  found.schedule.values(options.warmup, rates);
  return rates;
}

void expect_falling(const std::vector<double>& rates) {
  EXPECT_NEAR(rates.front(), top_rate, 1e-12);
  for (std::size_t i = 1; i < rates.size(); ++i) {
    ASSERT_TRUE(std::isfinite(rates[i]) && rates[i] >= 0) << i;
    ASSERT_LE(rates[i], rates[i - 1] * (1 + 1e-14)) << i;
  }
}

TEST(Optimise, FallsFromThePeakAndEndsBelowItsRivals) {
  const OptimiseOptions options{.steps = 24000, .warmup = 1000};
  const auto found = optimise(forecast_by_mpl(), options);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->peak, top_rate);
  EXPECT_EQ(found->schedule.length(), 24000);
  expect_falling(rates_after(*found, options));
  ASSERT_EQ(found->rivals.size(), 3u);
  for (const Rival& rival : found->rivals) EXPECT_LT(found->loss, rival.loss) << rival.name;
  EXPECT_TRUE(found->rivals[0].gain.is_told());   // over a cosine
  EXPECT_FALSE(found->rivals[2].gain.is_told());  // over the best WSD
}

TEST(Optimise, IsWhereItsLawIsLowest) {
  const OptimiseOptions options{.steps = 24000, .warmup = 1000};
  const Forecast forecast = forecast_by_mpl();
  const auto found = optimise(forecast, options);
  const Model model = *model_for_choosing(forecast, top_rate);
  const Course best = full_course(found->schedule, {options.steps, options.warmup, top_rate});
  for (const double factor : {0.9, 0.97, 1.03, 1.1})
    for (std::size_t from = 1000; from < 24000; from += 1000) {
      Course other = best;
      for (std::size_t t = from; t < std::min<std::size_t>(from + 3000, 24000); ++t)
        other.rates[t] = std::min(other.rates[t] * factor, other.rates[t - 1]);
      EXPECT_GT(end_of(model, other), found->loss - 3e-5) << factor << " from " << from;
    }
}

TEST(Optimise, GivesTheSameBitsEachTime) {
  const OptimiseOptions options{.steps = 5000, .warmup = 100};
  EXPECT_EQ(optimise(forecast_by_mpl(), options)->schedule, optimise(forecast_by_mpl(), options)->schedule);
}

TEST(Optimise, TakesRunsOfAnyLength) {
  for (const auto& [steps, warmup] : {std::pair<Step, Step>{2, 0}, {2, 1}, {3, 1}, {10, 3}, {65, 0}, {1025, 1}}) {
    const OptimiseOptions options{.steps = steps, .warmup = warmup};
    Forecast forecast = forecast_by_mpl();
    forecast.from = 1;
    const auto found = optimise(forecast, options);
    ASSERT_TRUE(found) << steps << ": " << found.error().message;
    EXPECT_EQ(found->schedule.length(), steps);
    EXPECT_TRUE(std::isfinite(found->loss)) << steps;
    expect_falling(rates_after(*found, options));
  }
}

TEST(Optimise, KeepsAPeakOfManyDigitsInAsFewAsTellItFromOthers) {
  for (const auto& [peak, written] : {std::pair{3.0000049e-4, 3.000005e-4},
                                      {2.99999512345e-4, 2.999995e-4},
                                      {4.000000000000001e-4, 4e-4},
                                      {3.0000001424923539e-4, 3e-4}}) {
    Forecast forecast = forecast_by_mpl();
    forecast.fits[0].peak = forecast.runs[0].peak = peak;
    for (const Step warmup : {0, 100}) {
      const auto found = optimise(forecast, {.steps = 2000, .warmup = warmup});
      ASSERT_TRUE(found) << found.error().message;
      EXPECT_NEAR(full_course(found->schedule, {2000, warmup, peak}).peak(), written, 1e-12 * peak);
      EXPECT_EQ(full_course(found->rivals.back().schedule, {2000, warmup, peak}).peak(), written);
    }
  }
}

TEST(Optimise, MayRiseAndIsNoWorseForIt) {
  OptimiseOptions options{.steps = 24000, .warmup = 1000};
  const double falling = optimise(forecast_by_mpl(), options)->loss;
  options.may_rise = true;
  const auto found = optimise(forecast_by_mpl(), options);
  EXPECT_LT(found->loss, falling + 1e-5);
  const std::vector<double> rates = rates_after(*found, options);
  EXPECT_LE(*std::max_element(rates.begin(), rates.end()), top_rate * (1 + 1e-12));
}

TEST(Optimise, RefusesWhatCannotBeSought) {
  const auto refusal = [](const OptimiseOptions& options) {
    const auto found = optimise(forecast_by_mpl(), options);
    return found ? "" : found.error().message;
  };
  EXPECT_EQ(refusal({.steps = 5000, .law = "mtl"}),
            "under mtl the optimum collapses, to a constant that drops at the last step; optimise under mpl, mplq or "
            "pplq");
  EXPECT_NE(refusal({.steps = 5000, .law = "mplq"}), "");
  EXPECT_NE(refusal({.steps = 5000, .law = "nolaw"}), "");
  EXPECT_NE(refusal({.steps = 5000, .warmup = 5000}), "");
  EXPECT_NE(refusal({.steps = 1}), "");
  EXPECT_NE(refusal({.steps = 5000, .peak = 1e-3}), "");
  EXPECT_FALSE(optimise(Forecast{}, {.steps = 5000}));
}

TEST(Pressed, KeepsLossesUnderEveryLawThatCountsByRates) {
  const RunShape run{20000, 200, top_rate};
  const Pressed pressed(run, 1024);
  const Course whole = full_course(
      *then(warmup({.to = top_rate, .steps = 200}), cosine({.from = top_rate, .to = top_rate / 10, .steps = 19800})),
      run);
  const Course few = pressed.course(whole);
  EXPECT_EQ(few.rates.size(), 1024u);
  for (const Law* law : laws()) {
    if (law->kernel == Kernel::forgetting || law->kernel == Kernel::modes || law->counts_from_first_step) continue;
    Model model{std::string(law->word), {{{std::string(law->word), top_rate}}}};
    for (const Parameter& each : law->parameters)
      model.terms[0].fit.parameters.push_back(each.centre > 0 ? each.centre : each.role == Role::floor ? 2.5 : 0.5);
    EXPECT_NEAR(end_of(pressed.model(model), few), end_of(model, whole), 2e-3) << law->word;
  }
}

}  // namespace
}  // namespace etude::forecast
