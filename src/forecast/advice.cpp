#include "forecast/advice.h"

#include <algorithm>
#include <cmath>

#include "etude/base/number.h"
#include "forecast/evaluate.h"

namespace etude::forecast {
namespace {

constexpr double a_stretch = 0.08;      // of a run at its peak, to tell progress by
constexpr double a_drop = 0.9;          // of the peak: a run that goes below it tells drops
constexpr double somewhat_off = 0.006;  // of ln(measured / fitted)

std::string rate_text(double rate) { return significant(rate, 4); }

bool has_stretch(const FittedRun& run) { return run.constant_share >= a_stretch; }

std::vector<FittedRun> runs_at(const Forecast& forecast, double peak) {
  std::vector<FittedRun> found;
  for (const FittedRun& run : forecast.runs)
    if (is_same_peak(run.peak, peak)) found.push_back(run);
  return found;
}

void warn_of_peak(const Forecast& forecast, double peak, std::vector<std::string>& warnings) {
  const auto runs = runs_at(forecast, peak);
  const std::string at = "at the peak " + rate_text(peak);
  if (std::none_of(runs.begin(), runs.end(), has_drop))
    warnings.push_back("no run " + at + " lowers its rate: add one that ends at 0, as wsd or cosine");
  else if (std::none_of(runs.begin(), runs.end(), has_stretch) && forecast.peaks().size() == 1)
    warnings.push_back("no run " + at + " stays at it: add a long constant");
  else if (runs.size() == 1)
    warnings.push_back("1 run " + at + ": add " + (has_stretch(runs[0]) ? "a cosine" : "a long constant") +
                       " for narrower intervals");
}

void warn_of_edge(const LawFit& fit, std::vector<std::string>& warnings) {
  const double p = number_of(fit, Role::drop_power, 1), q = number_of(fit, Role::rate_power, 0.55);
  if (fit.law != "pplq" || (q <= 1 && p >= 0.55)) return;
  warnings.push_back("the peak " + rate_text(fit.peak) +
                     " is at the edge of what pplq tells (p = " + significant(p, 2) + ", q = " + significant(q, 2) +
                     "): add runs at half of it, and do not carry it to other peaks");
}

}  // namespace

bool is_same_peak(double a, double b) { return std::abs(a - b) <= one_peak * std::max(a, b); }

bool has_drop(const FittedRun& run) { return run.lowest_share < a_drop; }

std::string_view leading_law(const Forecast& forecast) {
  return forecast.law == "joint" ? std::string_view("pplq") : std::string_view(forecast.law);
}

Result<void> check_runs(std::span<const FittedRun> runs) {
  if (runs.empty()) return refuse("no run to fit; give the logs of a long constant, a WSD to 0 and a cosine");
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k)
      if (runs[k].name == runs[i].name)
        return refuse("two runs are called " + runs[i].name + "; give each its own name");
    if (runs[i].points < 3)
      return refuse("run " + runs[i].name + " has " + std::to_string(runs[i].points) +
                    " points that count; log it further, or lower --from");
  }
  if (std::none_of(runs.begin(), runs.end(), has_drop))
    return refuse("no run lowers its rate, so what a drop does is not known; add a WSD to 0 at the peak " +
                  rate_text(runs[0].peak));
  if (std::none_of(runs.begin(), runs.end(), has_stretch))
    return refuse("no run stays at its peak, so progress and drops cannot be told apart; add a constant of " +
                  std::to_string(runs[0].steps) + " steps at the peak " + rate_text(runs[0].peak));
  return {};
}

Result<void> check_misfits(const Forecast& forecast) {
  for (const LawFit& fit : forecast.fits)
    if (fit.law == leading_law(forecast) && (fit.law == "pplq" || fit.law == "mplq") && fit.residual_scale > far_off)
      return refuse(
          "the losses at the peak " + rate_text(fit.peak) + " lie " + significant(100 * fit.residual_scale, 2) +
          " % off any curve of the law; mend their order, or give held-out losses of one unit and one validation set");
  for (const FittedRun& run : forecast.runs)
    if (std::abs(run.misfit) > far_off)
      return refuse("run " + run.name + " lies " + significant(100 * std::abs(run.misfit), 2) +
                    " % off the law that fits the others; give its own schedule, or losses of the same validation set");
  return {};
}

std::vector<std::string> warnings_of(const Forecast& forecast) {
  std::vector<std::string> warnings;
  for (const double peak : forecast.peaks()) warn_of_peak(forecast, peak, warnings);
  for (const LawFit& fit : forecast.fits) warn_of_edge(fit, warnings);
  for (const FittedRun& run : forecast.runs)
    if (std::abs(run.misfit) > somewhat_off)
      warnings.push_back("run " + run.name + " lies " + significant(100 * std::abs(run.misfit), 2) +
                         " % off the law, and intervals are wider for it: see whether its schedule and its validation "
                         "set are those of the others");
  return warnings;
}

}  // namespace etude::forecast
