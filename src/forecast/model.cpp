// Which fitted laws speak for a peak, and what they say together.

#include <algorithm>
#include <array>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "forecast/advice.h"
#include "forecast/answers.h"
#include "forecast/gradient.h"
#include "forecast/laws.h"
#include "forecast/model.h"

namespace etude::forecast {
namespace {

constexpr double most_outside = 2, most_apart = 4;  // factors between peaks
constexpr double rounding = 1 + 1e-9;
constexpr double reach = 0.7;          // of ln(peak), beyond which what the fitted peaks say is carried no further
constexpr double unseen_share = 0.08;  // of the peak: where no fitted rate is lower, pplq does not know how drops go on

std::string peak_text(double peak) { return "the peak " + significant(peak, 4); }

/// The two fitted peaks between which, or beyond which, a peak lies, and the weight of the higher.
struct Between {
  double low, high;
  double weight;
};

Between between(const std::vector<double>& peaks, double peak) {
  std::size_t i = 1;
  while (i + 1 < peaks.size() && peak > peaks[i]) ++i;
  const double low = peaks[i - 1], high = peaks[i], width = math::log(high / low);
  const double inside = std::clamp(peak, low, high), outside = math::log(peak / inside);
  const double carried = reach * math::tanh(outside / reach);
  return {low, high, (math::log(inside / low) + carried) / width};
}

/// Why the peak cannot be told from those that were fitted; empty: it can.
std::string complaint_about(const std::vector<double>& peaks, double peak) {
  const std::string add = "; add a short cosine or WSD at " + peak_text(peak) + ", or --force";
  if (peaks.size() == 1) return peak_text(peak) + " was not fitted, only " + significant(peaks[0], 4) + " was" + add;
  if (peak > most_outside * rounding * peaks.back() || peak * most_outside * rounding < peaks.front())
    return peak_text(peak) + " is more than a factor of 2 outside of those fitted, " + significant(peaks.front(), 4) +
           " to " + significant(peaks.back(), 4) + add;
  const Between at = between(peaks, peak);
  if (peak > at.low && peak < at.high && at.high > most_apart * rounding * at.low)
    return peak_text(peak) + " lies between " + significant(at.low, 4) + " and " + significant(at.high, 4) +
           ", which are more than a factor of 4 apart" + add;
  return {};
}

/// The law itself where its peak was fitted.
Model at_fitted_peak(const LawFit& fit) { return {.law = fit.law, .terms = {{fit}}}; }

/// The joint law, and what `law` says of its error at two peaks.
Model over_peaks(const Forecast& forecast, std::string_view law, double peak) {
  const LawFit& joint = forecast.fits.back();
  const Between at = between(forecast.peaks(), peak);
  Model model{.law = "joint", .terms = {{joint, 1, 1}}};
  for (const auto& [other, weight] : {std::pair(at.low, 1 - at.weight), std::pair(at.high, at.weight)}) {
    model.terms.push_back({*forecast.fit_of(law, other), other / peak, weight});
    model.terms.push_back({joint, other / peak, -weight});
  }
  return model;
}

/// Nobody knows: the joint law all the same, or, where one peak was fitted, its law as if it held here.
Model forced(const Forecast& forecast, std::string_view law, double peak, const std::string& complaint) {
  const auto peaks = forecast.peaks();
  Model model = peaks.size() == 1 ? at_fitted_peak(*forecast.fit_of(law, peaks[0])) : over_peaks(forecast, law, peak);
  model.warnings.push_back("forced: " + complaint);
  model.is_forced = true;
  return model;
}

/// Whether every fitted rate of this peak is high beside the lowest of the course.
bool is_lower_than_fitted(const Forecast& forecast, const Course& course) {
  const double peak = course.peak();
  double fitted = 1, lowest = peak;
  bool is_fitted = false;
  for (const FittedRun& run : forecast.runs)
    if (is_same_peak(run.peak, peak)) fitted = std::min(fitted, run.lowest_share), is_fitted = true;
  for (std::size_t i = static_cast<std::size_t>(course.warmup_steps); i < course.rates.size(); ++i)
    lowest = std::min(lowest, course.rates[i]);
  return is_fitted && fitted > unseen_share && lowest < fitted / 2 * peak;
}

/// Whether the fitted runs had higher rates and lower ones: where a law knows no peaks, it has seen this one.
bool is_among_fitted_rates(const Forecast& forecast, double peak) {
  const auto is_within = [&](const FittedRun& run) { return run.lowest_share * run.peak <= peak && peak <= run.peak; };
  return std::any_of(forecast.runs.begin(), forecast.runs.end(), is_within);
}

/// A law, and how much of a mean is its.
struct Share {
  const Law* law;
  double weight;
};

/// Laws for choosing. PPLq and the two multi-power laws err to other sides, so each side has about half a say; of the two,
/// MPL chooses better.
constexpr std::array choosers{Share{&pplq, 0.45}, Share{&mplq, 0.15}, Share{&mpl, 0.4}};
constexpr std::array lower_than_fitted{Share{&pplq, 0.5}, Share{&mplq, 0.5}};

/// The mean of what several laws say at a peak.
Result<Model> mean_model(const Forecast& forecast, std::span<const Share> shares, double peak, bool is_forced) {
  Model mean;
  for (const auto& [law, share] : shares) {
    auto model = model_by(forecast, law->word, peak, is_forced);
    if (!model) return model;
    for (Model::Term& term : model->terms) {
      term.weight *= share;
      mean.terms.push_back(std::move(term));
    }
    if (model->law != mean.law) mean.law += (mean.law.empty() ? "" : "+") + model->law;
    mean.warnings = model->warnings;
    mean.is_forced = model->is_forced;
  }
  return mean;
}

}  // namespace

Result<Model> model_by(const Forecast& forecast, std::string_view law, double peak, bool is_forced) {
  const auto peaks = forecast.peaks();
  if (const LawFit* fit = forecast.fit_of(law, peak)) return at_fitted_peak(*fit);
  const std::string complaint = complaint_about(peaks, peak);
  if (law == sgd.word && (complaint.empty() || is_among_fitted_rates(forecast, peak)))
    return at_fitted_peak(*forecast.fit_of(law, peaks.front()));
  if (complaint.empty()) return over_peaks(forecast, law, peak);
  if (!is_forced) return refuse(complaint);
  return forced(forecast, law, peak, complaint);
}

double Course::peak() const { return rates.empty() ? 0 : *std::max_element(rates.begin(), rates.end()); }

Result<Model> model_of_values(const Forecast& forecast, const Course& course, bool is_forced) {
  const std::string_view law = leading_law(forecast);
  if (law == pplq.word && is_lower_than_fitted(forecast, course))
    return mean_model(forecast, lower_than_fitted, course.peak(), is_forced);
  return model_by(forecast, law, course.peak(), is_forced);
}

Result<Model> model_for_choosing(const Forecast& forecast, double peak, bool is_forced) {
  const Law* law = law_called(leading_law(forecast));
  if (law != &pplq && law->may_choose) return model_by(forecast, law->word, peak, is_forced);
  return mean_model(forecast, choosers, peak, is_forced);
}

std::vector<double> losses(const Model& model, const Course& course, std::span<const Step> at) {
  return Answers(course, at).losses(model);
}

FinalLoss final_loss(const Model& model, const Course& course) {
  FinalLoss sum{.gradient = std::vector<double>(course.rates.size())};
  for (const Model::Term& term : model.terms) {
    const Law& law = *law_called(term.fit.law);
    std::vector<double> rates = course.rates;
    for (double& rate : rates) rate *= term.rate_factor;
    const FinalLoss part = final_loss_of(law, numbers_of(law, term.fit.parameters), unit_of(law, term.fit.peak), rates,
                                         course.warmup_steps);
    sum.loss += term.weight * part.loss;
    for (std::size_t i = 0; i < rates.size(); ++i) sum.gradient[i] += term.weight * term.rate_factor * part.gradient[i];
  }
  return sum;
}

}  // namespace etude::forecast
