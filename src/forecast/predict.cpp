// A prediction: what the leading law says, how wrong it may be, and what the others say.
//
// The interval is of +-1.645 sigma, and sigma^2 is a sum of squares, as measured on the logs of tests/golden/curves:
//
//   floor       .0016 of the loss: what the law misses where all else is known, and the noise between repeated runs
//   parameters  half of what the fit's own covariance makes of the loss
//   opinions    half of the distance between pplq and mplq, unless sgd leads
//   horizon     .014 of the loss times how far it is beyond the fitted runs (Horizon)
//   depth       .012 of the loss times the share of the peak by which the rate is below the lowest that was fitted
//   misfit      the loss times the worst median by which a fitted run of this peak lies off the law
//   peaks       beside the fitted peaks, .0012 of the loss, and .025 more a unit of ln(peak) beyond them

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "forecast/advice.h"
#include "forecast/answers.h"
#include "forecast/asked.h"
#include "forecast/laws.h"
#include "forecast/model.h"
#include "forecast/observe.h"

namespace etude::forecast {
namespace {

constexpr double ninety = 1.645;
constexpr double floor_share = 0.0016, horizon_share = 0.014, depth_share = 0.012;
constexpr double peaks_share = 0.0012, outside_share = 0.025;
constexpr double far_ahead = 10;  // times the longest log
constexpr double covariance_factor =
    10;  // residuals along a curve are not independent: as if of a tenth as many points

Result<void> check_steps(std::span<const Step> at, Step steps) {
  for (std::size_t i = 0; i < at.size(); ++i)
    if (at[i] < 0 || at[i] > steps || (i > 0 && at[i] <= at[i - 1]))
      return refuse("steps to predict must rise from 0 to " + std::to_string(steps));
  return {};
}

/// The variance that the covariance of one law's numbers gives its loss at each point.
std::vector<double> variances(const LawFit& fit, const Slopes& slopes) {
  const Law& law = *law_called(fit.law);
  std::vector<double> found;
  const std::size_t n = law.parameters.size();
  for (const auto& row : slopes) {
    double variance = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < n; ++k)
        variance += row[static_cast<std::size_t>(law.parameters[i].role)] * fit.covariance[i * n + k] *
                    row[static_cast<std::size_t>(law.parameters[k].role)];
    found.push_back(std::max(0.0, covariance_factor * variance));
  }
  return found;
}

/// The joint law's error is what the others say of it.
bool has_own_doubt(const Model::Term& term) { return term.fit.law != joint.word; }

std::ptrdiff_t how_many_at(const Forecast& forecast, double peak) {
  return std::count_if(forecast.runs.begin(), forecast.runs.end(),
                       [&](const FittedRun& run) { return is_same_peak(run.peak, peak); });
}

/// How far beyond the fitted runs of its peak a course goes: ln(t / the longest of them) / w^2, where w = ln(b / a), at
/// least 1. Progress was seen from the first step that counts, a, to the end of the longest stretch at the peak, b.
class Horizon {
 public:
  Horizon(const Forecast& forecast, double peak, Step warmup_steps) {
    const auto here = how_many_at(forecast, peak);
    double stretch = 0;
    for (const FittedRun& run : forecast.runs) {
      if (here == 0 || is_same_peak(run.peak, peak)) longest_ = std::max(longest_, static_cast<double>(run.steps));
      if (here < 2 || is_same_peak(run.peak, peak))  // the laws of one run lean on those of others
        stretch = std::max(stretch, run.constant_share * static_cast<double>(run.steps));
    }
    const Step first = first_step_of(forecast.from, warmup_steps, static_cast<Step>(longest_));
    const double seen = math::log((static_cast<double>(warmup_steps) + stretch) / static_cast<double>(first));
    seen_ = std::max(1.0, seen);
  }
  double operator()(Step step) const {
    return std::max(0.0, math::log(std::max(1.0, static_cast<double>(step)) / longest_)) / (seen_ * seen_);
  }

 private:
  double longest_ = 1, seen_ = 1;
};

/// Far beyond the runs of a peak that has several MPL has a say, whose progress has the fewest numbers.
void lead_on(const Horizon& horizon, const Opinion* plain, Prediction& prediction) {
  constexpr double most = 0.7;
  if (!plain) return;
  double share = 0;
  for (std::size_t i = 0; i < prediction.steps.size(); ++i) {
    share = std::min(most, horizon(prediction.steps[i]));
    prediction.losses[i] += share * (plain->losses[i] - prediction.losses[i]);
  }
  if (share > 0) prediction.law += "+" + plain->law;
}

/// How wrong a model may be on one course.
class Doubt {
 public:
  Doubt(const Forecast& forecast, const Model& model, const Course& course, double peak, const Horizon& horizon)
      : model_(model), course_(course), peak_(peak), horizon_(horizon) {
    const auto peaks = forecast.peaks();
    const double inside = std::clamp(peak, peaks.front(), peaks.back());
    is_fitted_ = how_many_at(forecast, peak) > 0;
    outside_ = is_fitted_ ? 0 : std::abs(math::log(peak / inside));
    for (const FittedRun& run : forecast.runs) {
      if (is_fitted_ && !is_same_peak(run.peak, peak)) continue;
      misfit_ = std::max(misfit_, std::abs(run.misfit));
      lowest_ = std::min(lowest_, run.lowest_share);
    }
  }

  /// Half of the 90 % interval, at each point.
  std::vector<double> half_widths(std::span<const Step> at, Answers& answers, const std::vector<double>& losses,
                                  const std::vector<double>& distances) const {
    std::vector<double> sum(at.size());
    for (const Model::Term& term : model_.terms) {
      if (!has_own_doubt(term)) continue;
      const auto parts = variances(term.fit, answers.slopes(term));
      for (std::size_t i = 0; i < at.size(); ++i) sum[i] += term.weight * term.weight * parts[i] / 4;
    }
    const double peaks = is_fitted_ ? 0 : peaks_share + outside_share * outside_;
    auto step = static_cast<std::size_t>(course_.warmup_steps);
    double lowest = peak_;
    for (std::size_t i = 0; i < at.size(); ++i) {
      for (; step < static_cast<std::size_t>(at[i]); ++step) lowest = std::min(lowest, course_.rates[step]);
      const double depth = std::max(0.0, lowest_ - lowest / peak_);
      for (const double share : {floor_share, horizon_share * horizon_(at[i]), depth_share * depth, misfit_, peaks})
        sum[i] += share * share * losses[i] * losses[i];
      sum[i] += distances[i] * distances[i] / 4;
      sum[i] = ninety * std::sqrt(sum[i]);
    }
    return sum;
  }

 private:
  const Model& model_;
  const Course& course_;
  double peak_;
  const Horizon& horizon_;
  bool is_fitted_ = false;
  double outside_ = 0, misfit_ = 0;
  double lowest_ = 1;  // of the fitted rates, as a share of the peak
};

/// What every law that can says of the course: those of its peak, or the joint law with each of them.
std::vector<Opinion> opinions_on(const Forecast& forecast, double peak, Answers& answers, bool is_forced) {
  std::vector<Opinion> opinions;
  for (const Law* law : laws()) {
    if (law == &joint || !forecast.fit_of(law->word, forecast.peaks().front())) continue;
    if (const auto model = model_by(forecast, law->word, peak, is_forced))
      opinions.push_back({std::string(law->word), answers.losses(*model)});
  }
  return opinions;
}

const Opinion* opinion_of(const std::vector<Opinion>& opinions, std::string_view law) {
  for (const Opinion& opinion : opinions)
    if (opinion.law == law) return &opinion;
  return nullptr;
}

/// Refused: what no loss can be, as rates give that are far from those that were fitted.
Result<void> check_told(const Prediction& told) {
  for (std::size_t i = 0; i < told.losses.size(); ++i)
    if (!(told.losses[i] > 0) || !std::isfinite(told.losses[i]) || !std::isfinite(told.half_widths[i]))
      return refuse(told.law + " says " + significant(told.losses[i], 4) + " ± " + significant(told.half_widths[i], 4) +
                    " of step " + std::to_string(told.steps[i]) +
                    ", which is no loss: give rates and steps that are nearer to the fitted runs'");
  return {};
}

double longest_run(const Forecast& forecast) {
  Step longest = 1;
  for (const FittedRun& run : forecast.runs) longest = std::max(longest, run.steps);
  return static_cast<double>(longest);
}

/// Where a course ends before what the logs tell, or goes far beyond it.
void warn_of_length(const Forecast& forecast, const Course& course, std::vector<std::string>& warnings) {
  if (!check_length(forecast, course, 1))
    warnings.push_back("it ends before step " + std::to_string(first_step_of(forecast)) +
                       ", the first that counts in the logs, so they say little of it; add a run as short");
  const double longest = longest_run(forecast), steps = static_cast<double>(course.rates.size());
  if (steps > far_ahead * longest)
    warnings.push_back("it is told " + significant(steps / longest, 2) +
                       " times as far as the longest log goes; add a longer run");
}

/// Where laws that may choose part from the one that leads by more than the interval, at the last point.
void warn_of_disagreement(Prediction& prediction) {
  if (prediction.losses.empty() || prediction.law == sgd.word) return;
  const double loss = prediction.losses.back(), half_width = prediction.half_widths.back();
  for (const Opinion& opinion : prediction.opinions)
    if (law_called(opinion.law)->may_choose && std::abs(opinion.losses.back() - loss) > half_width)
      prediction.warnings.push_back(opinion.law + " ends at " + fixed(opinion.losses.back(), 4) + ", " +
                                    prediction.law + " at " + fixed(loss, 4) + ": farther apart than the interval of " +
                                    fixed(half_width, 4) + "; add a run like this one, but shorter");
}

}  // namespace

Result<Prediction> predict(const Forecast& forecast, const Course& course, std::span<const Step> at, bool is_forced) {
  if (const auto checked = check_asked(forecast, course); !checked) return pass_on(checked.error());
  if (const auto checked = check_steps(at, static_cast<Step>(course.rates.size())); !checked)
    return pass_on(checked.error());
  const auto model = model_of_values(forecast, course, is_forced);
  if (!model) return pass_on(model.error());
  if (auto good = check_length(forecast, course); !good) return pass_on(good.error());
  const double peak = course.peak();
  const Horizon horizon(forecast, peak, course.warmup_steps);
  Answers answers(course, at);
  for (const Model::Term& term : model->terms)
    if (has_own_doubt(term)) answers.slopes(term);
  Prediction prediction{.law = model->law,
                        .steps = {at.begin(), at.end()},
                        .losses = answers.losses(*model),
                        .half_widths = {},
                        .opinions = opinions_on(forecast, peak, answers, is_forced),
                        .warnings = model->warnings,
                        .is_forced = model->is_forced};
  std::vector<double> distances(at.size());
  const Opinion *first = opinion_of(prediction.opinions, pplq.word),
                *second = opinion_of(prediction.opinions, mplq.word);
  const bool is_doubted = first && second && prediction.law != sgd.word;  // it leads where these do not follow the logs
  for (std::size_t i = 0; is_doubted && i < at.size(); ++i) distances[i] = first->losses[i] - second->losses[i];
  prediction.half_widths =
      Doubt(forecast, *model, course, peak, horizon).half_widths(at, answers, prediction.losses, distances);
  if (leading_law(forecast) == pplq.word && how_many_at(forecast, peak) > 1)
    lead_on(horizon, opinion_of(prediction.opinions, mpl.word), prediction);
  if (auto good = check_told(prediction); !good) return pass_on(good.error());
  warn_of_disagreement(prediction);
  warn_of_length(forecast, course, prediction.warnings);
  return prediction;
}

}  // namespace etude::forecast
