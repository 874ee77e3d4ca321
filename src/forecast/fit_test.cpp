// Fits of runs whose law is known, and what is refused or warned of.

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

#include "etude/forecast/rank.h"
#include "forecast/evaluate.h"
#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr Step warmup_length = 100;

std::vector<double> shaped(double peak, Step steps, double (*shape)(double)) {
  std::vector<double> rates;
  for (Step i = 0; i < steps; ++i) {
    const double u = static_cast<double>(i - warmup_length) / static_cast<double>(steps - warmup_length - 1);
    const double climb = static_cast<double>(i + 1) / static_cast<double>(warmup_length);
    rates.push_back(peak * (i < warmup_length ? climb : shape(u)));
  }
  return rates;
}

double constant_shape(double) { return 1; }
double cosine_shape(double u) { return 0.55 + 0.45 * std::cos(3.14159265 * u); }
double wsd_shape(double u) { return std::min(1.0, 5 * (1 - u)); }

/// A run that a law has drawn, logged each 50 steps to four decimal places.
LoggedRun drawn(std::string name, std::vector<double> rates, const Law& law, const std::vector<double>& parameters,
                double peak) {
  LoggedRun run{
      .name = std::move(name), .rates = std::move(rates), .warmup_steps = warmup_length, .steps = {}, .losses = {}};
  for (Step step = 50; step < static_cast<Step>(run.rates.size()); step += 50) run.steps.push_back(step);
  const LawFit truth{.law = std::string(law.word), .peak = peak, .parameters = parameters};
  run.losses = losses({.law = truth.law, .terms = {{truth}}}, {run.rates, warmup_length}, run.steps);
  for (double& loss : run.losses) loss = std::round(1e4 * loss) / 1e4;
  return run;
}

const std::vector<double> true_numbers{2.4, 0.7, 0.5, 0.2, 0.25, 0.9, 0.85, 0.6, 1.1};

std::vector<LoggedRun> trio(double peak) {
  return {drawn("constant", shaped(peak, 6000, constant_shape), pplq, true_numbers, peak),
          drawn("cosine", shaped(peak, 4000, cosine_shape), pplq, true_numbers, peak),
          drawn("wsd", shaped(peak, 4000, wsd_shape), pplq, true_numbers, peak)};
}

TEST(Fit, FindsTheLawThatDrewTheRuns) {
  const auto forecast = fit(trio(1e-3), {});
  ASSERT_TRUE(forecast) << forecast.error().message;
  EXPECT_EQ(forecast->peaks(), std::vector<double>{1e-3});
  const auto rates = shaped(1e-3, 5000, [](double u) { return 1 - 0.9 * u; });
  const LoggedRun unseen = drawn("linear", rates, pplq, true_numbers, 1e-3);
  const auto scored = score(*forecast, unseen);
  ASSERT_TRUE(scored);
  EXPECT_LT(scored->final_error, 0.001);
  EXPECT_TRUE(scored->covered);
  EXPECT_GT(scored->R2, 0.9999);
}

TEST(Fit, SaysWhichRunToAdd) {
  struct Case {
    const char* what;
    std::function<void(std::vector<LoggedRun>&)> spoil;
    const char* says;
  };
  const Case cases[] = {
      {"none", [](auto& runs) { runs.clear(); }, "give the logs of a long constant, a WSD to 0 and a cosine"},
      {"one constant", [](auto& runs) { runs.resize(1); },
       "no run lowers its rate, so what a drop does is not known; add"},
      {"one cosine", [](auto& runs) { runs = {runs[1]}; },
       "no run stays at its peak, so progress and drops cannot be told"},
      {"a name twice", [](auto& runs) { runs[1].name = "wsd"; }, "two runs are called wsd"},
      {"two points", [](auto& runs) { runs[0].steps.resize(2), runs[0].losses.resize(2); }, "has 2 points"},
      {"NaN", [](auto& runs) { runs[0].losses[3] = not_a_number; }, "has the loss nan at step 200"},
      {"too short",
       [](auto& runs) {
         runs[0].rates.resize(120), runs[0].steps.resize(3), runs[0].losses.resize(3), runs[0].steps[2] = 119;
       },
       "points that count; log it further"},
      {"another unit",
       [](auto& runs) {
         for (double& loss : runs[1].losses) loss *= 1.4427;
       },
       "% off"},
  };
  for (const Case& each : cases) {
    auto runs = trio(1e-3);
    each.spoil(runs);
    const auto refused = fit(runs, {.law = "pplq"});  // no law is sought that fits what is spoilt
    ASSERT_FALSE(refused) << each.what;
    EXPECT_NE(refused.error().message.find(each.says), std::string::npos) << refused.error().message;
  }
  const auto unknown = fit(trio(1e-3), {.law = "chinchilla"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message.rfind("there is no law \"chinchilla\"; there is: pplq, mplq", 0), 0u);
}

TEST(Fit, WarnsWhereOneRunIsAllThereIs) {
  const auto forecast = fit(std::vector{trio(1e-3)[2]}, {});
  ASSERT_TRUE(forecast);
  ASSERT_EQ(forecast->warnings.size(), 1u);
  EXPECT_EQ(forecast->warnings[0], "1 run at the peak 0.001: add a cosine for narrower intervals");
}

TEST(Predict, RefusesAPeakThatNoRunTellsUnlessForced) {
  const auto forecast = fit(trio(1e-3), {});
  const Course course{shaped(2e-3, 3000, cosine_shape), warmup_length};
  const Step last = 2999;
  const auto refused = predict(*forecast, course, {&last, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "the peak 0.002 was not fitted, only 0.001 was; add a short cosine or WSD at the peak 0.002, or --force");
  const auto forced = predict(*forecast, course, {&last, 1}, true);
  ASSERT_TRUE(forced);
  EXPECT_TRUE(forced->is_forced);
  EXPECT_EQ(forced->warnings.at(0).rfind("forced: the peak 0.002 was not fitted", 0), 0u);
}

TEST(Predict, TakesPeaksThatRatesLoggedNowAndThenMissForOne) {
  auto runs = trio(1e-3);
  for (double& rate : runs[1].rates) rate *= 0.996;
  const auto forecast = fit(runs, {});
  ASSERT_TRUE(forecast) << forecast.error().message;
  EXPECT_EQ(forecast->peaks(), std::vector<double>{1e-3});
  std::swap(runs[0], runs[1]);
  const auto swapped = fit(runs, {});
  ASSERT_TRUE(swapped) << swapped.error().message;
  EXPECT_EQ(swapped->peaks(), std::vector<double>{1e-3});
  const Step last = 2999;
  EXPECT_TRUE(predict(*forecast, {shaped(0.995e-3, 3000, cosine_shape), warmup_length}, {&last, 1}));
}

TEST(Predict, RefusesPeaksFarFromTheFittedOnes) {
  auto runs = trio(1e-3);
  for (LoggedRun& run : trio(8e-3))
    runs.push_back({run.name + " high", run.rates, run.warmup_steps, run.steps, run.losses});
  const auto forecast = fit(runs, {});
  ASSERT_TRUE(forecast) << forecast.error().message;
  const auto at = [&](double peak) {
    const Step last = 2999;
    const auto told = predict(*forecast, {shaped(peak, 3000, cosine_shape), warmup_length}, {&last, 1});
    return told ? std::string() : told.error().message;
  };
  EXPECT_EQ(at(1e-3), "");
  EXPECT_EQ(at(6e-4), "");
  EXPECT_NE(at(4e-4).find("more than a factor of 2 outside"), std::string::npos) << at(4e-4);
  EXPECT_NE(at(3e-3).find("more than a factor of 4 apart"), std::string::npos) << at(3e-3);
}

TEST(Predict, RefusesRatesAndStepsThatAreNone) {
  const auto forecast = fit(trio(1e-3), {});
  const auto refusal = [&](std::vector<double> rates, std::vector<Step> at) {
    const auto told = predict(*forecast, {std::move(rates), 0}, at);
    return told ? std::string() : told.error().message;
  };
  EXPECT_NE(refusal({1e-3, -1}, {1}).find("a rate of the schedule is -1"), std::string::npos);
  EXPECT_NE(refusal({0, 0}, {1}).find("has no rate above 0"), std::string::npos);
  EXPECT_NE(refusal({1e-3, 1e-3}, {3}).find("steps to predict must rise from 0 to 2"), std::string::npos);
}

TEST(Predict, TellsAFallInStairsWhoseStepsAreFlatButForRounding) {
  const auto forecast = fit(trio(1e-3), {});
  std::vector<double> rates;
  for (const double rate : {1e-3, 6.7e-4, 4.5e-4, 3.38e-4, 2.43e-4, 2.88e-5})
    for (std::size_t i = 0; i < 600; ++i) rates.push_back(rate * (1 + (i % 2 == 0 ? 0 : 2.3e-16)));
  std::vector<Step> at(rates.size() - 1000);
  for (std::size_t i = 0; i < at.size(); ++i) at[i] = static_cast<Step>(1000 + i);
  const auto told = predict(*forecast, {rates, 0}, at);
  ASSERT_TRUE(told) << told.error().message;
  for (std::size_t i = 1; i < at.size(); ++i) EXPECT_LE(told->losses[i], told->losses[i - 1] + 1e-9) << at[i];
}

TEST(Difference, RefusesWhatPredictRefuses) {
  const auto forecast = fit(trio(1e-3), {});
  const Course good{shaped(1e-3, 3000, cosine_shape), warmup_length};
  const Course bad[] = {{},
                        {{1e-3, -1}, 0},
                        {{1e-3, not_a_number}, 0},
                        {{0, 0}, 0},
                        {good.rates, 3000},
                        {good.rates, -1},
                        {shaped(2e-3, 3000, cosine_shape), warmup_length}};
  for (const Course& course : bad) {
    const auto told = predict(*forecast, course, {});
    ASSERT_FALSE(told);
    for (const auto& apart : {difference(*forecast, course, good), difference(*forecast, good, course)}) {
      ASSERT_FALSE(apart) << told.error().message;
      EXPECT_EQ(apart.error().message, told.error().message);
    }
  }
  EXPECT_EQ(predict({}, good, {}).error().message, "the forecast holds no runs; fit some first");
  EXPECT_FALSE(difference({}, good, good));
}

TEST(Rank, CallsNobodyLowestWhoCannotBeToldFromTheOthers) {
  const auto forecast = fit(trio(1e-3), {});
  const Course constant{shaped(1e-3, 4000, constant_shape), warmup_length};
  const Course wsd{shaped(1e-3, 4000, wsd_shape), warmup_length};
  const auto ranked = rank(*forecast, std::vector<Contender>{{"constant", constant}, {"wsd", wsd}, {"again", wsd}});
  ASSERT_TRUE(ranked) << ranked.error().message;
  EXPECT_EQ(ranked->places, (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(ranked->ranked[1].schedule, "again");
  EXPECT_EQ(ranked->ranked[1].above.difference, 0);
  EXPECT_TRUE(ranked->ranked[2].above.is_told());
  EXPECT_EQ(ranked->finding().rfind("No difference to be told between wsd and again. Above the first of them", 0), 0u);
  const auto apart = difference(*forecast, constant, wsd);
  EXPECT_EQ(ranked->ranked[2].above.difference, apart->difference);
  const Step last = 3999;
  EXPECT_EQ(ranked->ranked[2].final_loss, predict(*forecast, constant, {&last, 1})->losses[0]);
  const auto told = rank(*forecast, std::vector<Contender>{{"constant", constant}, {"wsd", wsd}});
  EXPECT_EQ(told->finding().rfind("wsd ends lowest; higher by so much: constant (", 0), 0u);
  EXPECT_FALSE(rank(*forecast, {}));
  const auto refused = rank(*forecast, std::vector<Contender>{{"high", {{1, 1}, 0}}, {"wsd", wsd}});
  EXPECT_EQ(refused.error().message.rfind("high: the peak 1 was not fitted", 0), 0u) << refused.error().message;
}

/// The text of a forecast over two peaks that somebody has changed.
std::string changed_text(const std::function<void(Forecast&)>& change) {
  static const Forecast whole = [] {
    auto runs = trio(1e-3);
    for (LoggedRun& run : trio(2e-3)) runs.push_back(std::move(run)), runs.back().name += " high";
    return *fit(runs, {.law = "mtl"});
  }();
  Forecast changed = whole;
  change(changed);
  return to_text(changed);
}

TEST(ForecastText, IsRefusedWhereALawIsMissingOrANumberIsNoFits) {
  const auto whole = forecast_from_text(changed_text([](Forecast&) {}));
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(to_text(*whole), changed_text([](Forecast&) {}));
  const auto fit_at = [](Forecast& forecast, const char* law, double peak) {
    return std::find_if(forecast.fits.begin(), forecast.fits.end(),
                        [&](const LawFit& fit) { return fit.law == law && fit.peak == peak; });
  };
  struct Case {
    std::function<void(Forecast&)> change;
    const char* says;
  };
  const Case cases[] = {
      {[&](Forecast& f) { f.law = "pplq", f.fits.erase(fit_at(f, "mtl", 1e-3)); }, "the peak 0.001 has no mtl"},
      {[&](Forecast& f) { f.law = "pplq", f.fits.erase(fit_at(f, "mtl", 2e-3)); }, "the peak 0.002 has no mtl"},
      {[&](Forecast& f) { f.fits.erase(fit_at(f, "mpl", 1e-3)); }, "the peak 0.001 has no mpl"},
      {[&](Forecast& f) { fit_at(f, "mpl", 1e-3)->parameters[4] = 1e299; },
       "mpl has C = 1e299, and every fit has 1e-6 to 1000000"},
      {[&](Forecast& f) { fit_at(f, "mpl", 1e-3)->parameters[1] = 0; }, "has A = 0"},
      {[&](Forecast& f) { fit_at(f, "mpl", 1e-3)->parameters[0] = std::numeric_limits<double>::infinity(); }, ""},
      {[&](Forecast& f) { fit_at(f, "mpl", 1e-3)->covariance[0] = not_a_number; }, ""},
      {[&](Forecast& f) { f.fits.back().parameters[2] = 99; }, "joint has alpha = 99"},
      {[&](Forecast& f) { f.fits.pop_back(); }, ""},
      {[&](Forecast& f) { std::reverse(f.fits.begin(), f.fits.end() - 1); }, ""},
      {[&](Forecast& f) { f.runs[0].misfit = not_a_number; }, ""},
      {[&](Forecast& f) { f.runs[0].peak = -1; }, "run constant has peak = -1"},
      {[&](Forecast& f) { f.runs[0].peak = 3e-3; }, "run constant has the peak 0.003, which was not fitted"},
      {[&](Forecast& f) { f.runs[0].misfit = 1e300; }, "run constant has misfit = 1e300"},
      {[&](Forecast& f) { f.runs[0].steps = 0; }, "run constant has steps = 0"},
      {[&](Forecast& f) { f.runs[0].points = Step{1} << 60U; }, "run constant has points = "},
      {[&](Forecast& f) { f.runs[0].lowest_share = 7; }, "lowest_share = 7, and every fit has 0 to 1"},
      {[&](Forecast& f) { f.runs[0].final_loss = -3; }, "final_loss = -3"},
      {[&](Forecast& f) { f.runs[0].name = "wsd"; }, "two runs are called wsd"},
      {[&](Forecast& f) { f.runs[0].name = ""; }, "a run has no name"},
      {[&](Forecast& f) { f.runs.resize(3); }, "the peak 0.002 has no run"},
      {[&](Forecast& f) { f.runs.clear(); }, "it has no runs"},
      {[&](Forecast& f) { f.fits.clear(); }, "it has no fits"},
      {[&](Forecast& f) { f.from = -5; }, "its from is -5"},
      {[&](Forecast& f) { f.law = "pplw"; }, "there is no law \"pplw\"; did you mean pplq?"},
      {[&](Forecast& f) { f.fits[0].law = "mpll"; }, "there is no law \"mpll\"; did you mean mplq?"},
      {[&](Forecast& f) { f.fits.insert(f.fits.begin(), f.fits[0]); }, "the peak 0.001 has two pplq"},
      {[&](Forecast& f) { f.fits[0].parameters.pop_back(); }, "pplq has 8 numbers, and the law 9"},
      {[&](Forecast& f) { f.fits[0].covariance[0] = -1; }, "pplq has a covariance that is none"},
      {[&](Forecast& f) { f.fits[0].covariance[1] = 1e3; }, "pplq has a covariance that is none"},
      {[&](Forecast& f) { f.fits[0].residual_scale = not_a_number; }, "pplq has no residual_scale"},
  };
  for (const Case& each : cases) {
    const auto refused = forecast_from_text(changed_text(each.change));
    ASSERT_FALSE(refused) << each.says;
    EXPECT_EQ(refused.error().message.rfind("not a forecast; write one with etude forecast fit", 0), 0u);
    EXPECT_NE(refused.error().message.find(each.says), std::string::npos) << refused.error().message;
  }
}

TEST(ForecastText, IsRefusedWhereItIsNone) {
  for (const char* text :
       {"", "{}", "[1]", "{\"law\": \"pplq\", \"runs\": [], \"fits\": []}",
        "{\"law\": \"pplq\", \"runs\": [{\"name\": \"a\"}], \"fits\": [{\"law\": \"pplq\", \"peak\": 1, "
        "\"parameters\": [1], \"covariance\": [1]}]}"}) {
    const auto refused = forecast_from_text(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().message.rfind("not a forecast; write one with etude forecast fit", 0), 0u);
  }
}

}  // namespace
}  // namespace etude::forecast
