// A forecast as JSON, and back: its facts, and what its laws must have to be asked.

#include <algorithm>
#include <cmath>

#include "forecast/advice.h"
#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr std::string_view what = "a forecast; write one with etude forecast fit ... -o law.json";

bool is_whole(const LawFit& fit) {
  const Law* law = law_called(fit.law);
  const std::size_t n = fit.parameters.size();
  const auto is_number = [](double each) { return each > 0 && each < 1e300; };
  return law && n == law->parameters.size() && fit.covariance.size() == n * n && (fit.peak > 0 || fit.law == "joint") &&
         std::all_of(fit.parameters.begin(), fit.parameters.end(), is_number);
}

/// Every peak has the laws that are always fitted and the one that leads, and several peaks have the joint one last.
bool is_whole(const Forecast& forecast) {
  if (!law_called(forecast.law) || forecast.runs.empty() || forecast.fits.empty()) return false;
  if (!std::all_of(forecast.fits.begin(), forecast.fits.end(), [](const LawFit& fit) { return is_whole(fit); }))
    return false;
  const auto peaks = forecast.peaks();
  for (const double peak : peaks)
    for (const std::string_view law : {pplq.word, mplq.word, mpl.word, leading_law(forecast)})
      if (!forecast.fit_of(law, peak)) return false;
  return peaks.size() == 1 || (peaks.size() > 1 && forecast.fits.back().law == joint.word);
}

}  // namespace

std::string to_text(const Forecast& forecast) { return write_json(facts_json(forecast)); }

Result<Forecast> forecast_from_text(std::string_view text) {
  const auto json = read_json(text);
  if (!json) return refuse("not " + std::string(what) + ": " + json.error().message);
  Forecast forecast;
  if (!read_facts(*json, forecast) || !is_whole(forecast)) return refuse("not " + std::string(what));
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
