// A forecast as JSON, and back: its facts, and what its laws must have to be asked.

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "etude/base/number.h"
#include "etude/base/pattern.h"
#include "forecast/advice.h"
#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr std::string_view what = "a forecast; write one with etude forecast fit ... -o law.json";

bool are_finite(std::span<const double> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double each) { return std::isfinite(each); });
}

bool is_whole(const LawFit& fit) {
  const Law* law = law_called(fit.law);
  const std::size_t n = fit.parameters.size();
  return law && n == law->parameters.size() && fit.covariance.size() == n * n && are_finite(fit.covariance) &&
         (law == &joint ? fit.peak == 0 : fit.peak > 0 && std::isfinite(fit.peak));
}

bool is_whole(const FittedRun& run) {
  return run.peak > 0 && run.steps >= 0 &&
         are_finite(std::array{run.peak, run.lowest_share, run.constant_share, run.final_loss, run.misfit});
}

/// Peaks ascend, and the joint law comes last.
bool are_in_order(const std::vector<LawFit>& fits) {
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const bool is_joint = fits[i].law == joint.word;
    if (is_joint ? i + 1 < fits.size() : i > 0 && fits[i].peak < fits[i - 1].peak) return false;
  }
  return true;
}

/// Several peaks, and they alone, have the joint law.
bool is_whole(const Forecast& forecast) {
  const auto are_whole = [](const auto& all) {
    return !all.empty() && std::all_of(all.begin(), all.end(), [](const auto& each) { return is_whole(each); });
  };
  if (!law_called(forecast.law) || !are_whole(forecast.runs) || !are_whole(forecast.fits)) return false;
  const std::size_t peaks = forecast.peaks().size();
  return are_in_order(forecast.fits) && peaks > 0 && (peaks > 1) == (forecast.fits.back().law == joint.word);
}

/// Every number lies where a fit looks for it; empty: all do.
std::string complaint_about(const LawFit& fit) {
  const Law& law = *law_called(fit.law);
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const Parameter& asked = law.parameters[i];
    if (fit.parameters[i] >= asked.low && fit.parameters[i] <= asked.high) continue;
    return filled("{} has {} = {}, and every fit has {} to {}",
                  {fit.law, asked.name, shortest(fit.parameters[i]), shortest(asked.low), shortest(asked.high)});
  }
  return {};
}

/// Every peak has the laws that are always fitted, the one that leads, and those that another peak has.
std::string complaint_about(const Forecast& forecast) {
  std::vector<std::string_view> needed{pplq.word, mplq.word, mpl.word, leading_law(forecast)};
  for (const LawFit& fit : forecast.fits) {
    if (const std::string bad = complaint_about(fit); !bad.empty()) return bad;
    if (fit.law != joint.word) needed.push_back(fit.law);
  }
  for (const double peak : forecast.peaks())
    for (const std::string_view law : needed)
      if (!forecast.fit_of(law, peak)) return filled("the peak {} has no {}", {shortest(peak), law});
  return {};
}

}  // namespace

std::string to_text(const Forecast& forecast) { return write_json(facts_json(forecast)); }

Result<Forecast> forecast_from_text(std::string_view text) {
  const auto json = read_json(text);
  if (!json) return refuse("not " + std::string(what) + ": " + json.error().message);
  Forecast forecast;
  if (!read_facts(*json, forecast) || !is_whole(forecast)) return refuse("not " + std::string(what));
  if (const std::string bad = complaint_about(forecast); !bad.empty())
    return refuse("not " + std::string(what) + ": " + bad);
  return forecast;
}

std::vector<double> Forecast::peaks() const {
  std::vector<double> found;
  for (const LawFit& fit : fits)
    if (fit.peak > 0 && (found.empty() || fit.peak != found.back())) found.push_back(fit.peak);
  return found;
}

const LawFit* Forecast::fit_of(std::string_view law, double peak) const {
  const auto is_it = [&](const LawFit& fit) {
    return fit.law == law && std::abs(fit.peak - peak) <= 1e-6 * std::max(fit.peak, peak);
  };
  const auto found = std::find_if(fits.begin(), fits.end(), is_it);
  return found == fits.end() ? nullptr : &*found;
}

}  // namespace etude::forecast
