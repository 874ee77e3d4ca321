// A forecast as JSON, and back: its facts, and what its laws must have to be asked.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <span>

#include "etude/base/number.h"
#include "etude/base/pattern.h"
#include "forecast/advice.h"
#include "forecast/laws.h"

namespace etude::forecast {
namespace {

constexpr std::string_view what = "a forecast; write one with etude forecast fit ... -o law.json";

constexpr Step longest = Step{1} << 50U;

/// A number of the file, and what every fit has there.
struct Bound {
  std::string_view name;
  double value, low, high;
};

std::string complaint_about(const std::string& whose, std::span<const Bound> bounds) {
  for (const auto& [name, value, low, high] : bounds)
    if (!(value >= low && value <= high))
      return filled("{} has {} = {}, and every fit has {} to {}",
                    {whose, name, shortest(value), shortest(low), shortest(high)});
  return {};
}

std::string complaint_about(const FittedRun& run) {
  if (run.name.empty()) return "a run has no name";
  constexpr double least = std::numeric_limits<double>::min(), most = std::numeric_limits<double>::max();
  const auto steps = static_cast<double>(run.steps);
  return complaint_about(
      "run " + run.name,
      std::array{Bound{"peak", run.peak, least, most}, Bound{"steps", steps, 1, static_cast<double>(longest)},
                 Bound{"points", static_cast<double>(run.points), 3, steps + 1},
                 Bound{"lowest_share", run.lowest_share, 0, 1}, Bound{"constant_share", run.constant_share, 0, 1},
                 Bound{"final_loss", run.final_loss, least, most}, Bound{"misfit", run.misfit, -far_off, far_off}});
}

/// Whether it can be one: symmetric, and no entry larger than those of its row and column on the diagonal let it be.
bool is_covariance(std::span<const double> entries, std::size_t n) {
  constexpr double rounding = 1e-6;
  if (entries.size() != n * n) return false;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) {
      const double own = entries[i * n + i], other = entries[k * n + k];
      const double most = std::sqrt(own) * std::sqrt(other), entry = entries[i * n + k];
      const bool is_good = std::isfinite(own) && std::abs(entry) <= most * (1 + rounding) &&
                           std::abs(entry - entries[k * n + i]) <= most * rounding;
      if (!is_good) return false;
    }
  return true;
}

/// Every number lies where a fit looks for it; empty: all do.
std::string complaint_about(const LawFit& fit) {
  const auto asked_for = asked_law(fit.law);
  if (!asked_for) return asked_for.error().message;
  const Law& law = **asked_for;
  const std::size_t n = law.parameters.size();
  if (fit.parameters.size() != n)
    return filled("{} has {} numbers, and the law {}",
                  {fit.law, std::to_string(fit.parameters.size()), std::to_string(n)});
  if (!is_covariance(fit.covariance, n)) return fit.law + " has a covariance that is none";
  const bool has_peak = &law == &joint ? fit.peak == 0 : fit.peak > 0 && std::isfinite(fit.peak);
  if (!has_peak) return filled("{} has the peak {}", {fit.law, shortest(fit.peak)});
  if (!(fit.residual_scale >= 0) || !std::isfinite(fit.residual_scale))
    return fit.law + " has no residual_scale from 0 on";
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const Parameter& asked = law.parameters[i];
    if (fit.parameters[i] >= asked.low && fit.parameters[i] <= asked.high) continue;
    return filled("{} has {} = {}, and every fit has {} to {}",
                  {fit.law, asked.name, shortest(fit.parameters[i]), shortest(asked.low), shortest(asked.high)});
  }
  return {};
}

/// Peaks ascend, each law stands at each once, and several peaks, and they alone, have the joint law, which comes last.
std::string complaint_about(const std::vector<LawFit>& fits, std::size_t peaks) {
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const bool is_joint = fits[i].law == joint.word;
    if (is_joint ? i + 1 < fits.size() : i > 0 && fits[i].peak < fits[i - 1].peak) return "its fits are out of order";
    for (std::size_t k = i; k-- > 0 && is_same_peak(fits[k].peak, fits[i].peak);)
      if (fits[k].law == fits[i].law) return filled("the peak {} has two {}", {shortest(fits[i].peak), fits[i].law});
  }
  const bool has_joint = fits.back().law == joint.word;
  if (has_joint != (peaks > 1))
    return has_joint ? "it has the joint law, and one peak" : "it has several peaks, and no joint law";
  return {};
}

/// Runs have names of their own and stand at the peaks that were fitted, each of which has some.
std::string complaint_about(const std::vector<FittedRun>& runs, const std::vector<double>& peaks) {
  std::set<std::string_view> names;
  for (const FittedRun& run : runs) {
    if (const std::string bad = complaint_about(run); !bad.empty()) return bad;
    if (!names.insert(run.name).second) return "two runs are called " + run.name;
    const auto is_its = [&](double peak) { return is_same_peak(peak, run.peak); };
    if (std::none_of(peaks.begin(), peaks.end(), is_its))
      return filled("run {} has the peak {}, which was not fitted", {run.name, shortest(run.peak)});
  }
  for (const double peak : peaks)
    if (std::none_of(runs.begin(), runs.end(), [&](const FittedRun& run) { return is_same_peak(peak, run.peak); }))
      return filled("the peak {} has no run", {shortest(peak)});
  return {};
}

/// Every peak has the laws that are always fitted, the one that leads, and those that another peak has.
std::string complaint_about(const Forecast& forecast) {
  if (const auto leading = asked_law(forecast.law); !leading) return leading.error().message;
  if (forecast.from < 0 || forecast.from > longest) return "its from is " + std::to_string(forecast.from);
  if (forecast.runs.empty() || forecast.fits.empty())
    return "it has no " + std::string(forecast.runs.empty() ? "runs" : "fits");
  std::vector<std::string_view> needed{pplq.word, mplq.word, mpl.word, leading_law(forecast)};
  for (const LawFit& fit : forecast.fits) {
    if (const std::string bad = complaint_about(fit); !bad.empty()) return bad;
    if (fit.law != joint.word) needed.push_back(fit.law);
  }
  const std::vector<double> peaks = forecast.peaks();
  for (const std::string& bad : {complaint_about(forecast.fits, peaks.size()), complaint_about(forecast.runs, peaks)})
    if (!bad.empty()) return bad;
  for (const double peak : peaks)
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
  if (!read_facts(*json, forecast)) return refuse("not " + std::string(what));
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
  const auto is_it = [&](const LawFit& fit) { return fit.law == law && is_same_peak(fit.peak, peak); };
  const auto found = std::find_if(fits.begin(), fits.end(), is_it);
  return found == fits.end() ? nullptr : &*found;
}

}  // namespace etude::forecast
