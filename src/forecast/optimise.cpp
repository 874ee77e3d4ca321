// The search: on a pressed run, from four starts, at one peak or over peaks; then all that is told of its best.
//
// Under MPL a fall in stairs ends a little lower than the same fall without them, since a drop counts by the rate after it,
// and so a large one more than the same in small ones. No log tells such stairs apart. So what is made small is the loss
// and a thousandth of what the law sees between a constant and the best start, times the curve's roughness: of curves that
// end alike, the smooth one.

#include "etude/forecast/optimise.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/forecast/refinement.h"
#include "etude/schedule/kinds.h"
#include "forecast/advice.h"
#include "forecast/asked.h"
#include "forecast/knots.h"
#include "forecast/laws.h"
#include "forecast/minimise.h"
#include "forecast/model.h"
#include "forecast/rivals.h"

namespace etude::forecast {
namespace {

constexpr std::size_t most_calls = 200;      // of a start
constexpr double ripple = 1e-3;              // what roughness costs, as a share of what the law tells apart
constexpr double curve_tolerance = 2e-4;     // of the peak: how far what is told may be from what was found
constexpr double rounding_of_points = 1e-5;  // of a value: thinned() gives six digits

/// A shape as a share of the peak, by how far the run has come since the warm-up.
constexpr double (*starts[])(double) = {
    [](double done) { return 1 - done; },
    [](double done) { return std::min(1.0, (1 - done) / 0.2); },
    [](double done) { return (1 + math::cos_pi(done)) / 2; },
    [](double done) { return std::min(1.0, (1 - done) / 0.02); },
};

struct Found {
  RunShape run;
  std::vector<double> at, rates;  // the knots
  double loss = std::numeric_limits<double>::infinity();
};

/// Whether the model takes stairs for lower than the fall without them: not SGD's own law, which knows each step.
bool has_stairs(const Model& model) {
  return std::any_of(model.terms.begin(), model.terms.end(),
                     [](const Model::Term& term) { return law_called(term.fit.law)->kernel != Kernel::modes; });
}

/// The search at one peak.
class Search {
 public:
  Search(const Model& model, const RunShape& run)
      : run_(run),
        pressed_(run, pressed_steps(model, run)),
        model_(pressed_.model(model)),
        has_stairs_(has_stairs(model)),
        ripple_weight_(has_stairs_ ? told_apart() * ripple : 0) {}

  /// A search among any rates and one among falling ones get stuck elsewhere, so each starts from the other's best, too;
  /// under a law with stairs the free one has nothing that a falling one could use.
  Found sought(Freedom freedom) const {
    if (freedom == Freedom::any) return sought(freedom, shares(sought(Freedom::falling, {})));
    return sought(freedom, has_stairs_ ? std::vector<double>() : fallen(shares(sought(Freedom::any, {}))));
  }

 private:
  std::vector<double> shares(Found found) const {
    for (double& rate : found.rates) rate /= run_.peak;
    return found.rates;
  }

  static std::vector<double> fallen(std::vector<double> shares) {
    for (std::size_t i = 1; i < shares.size(); ++i) shares[i] = std::min(shares[i], shares[i - 1]);
    return shares;
  }

  /// From the usual starts, and from one more, if there is one.
  Found sought(Freedom freedom, std::vector<double> more) const {
    const Knots knots(run_, pressed_, freedom, !has_stairs_ && run_.warmup == 0);
    std::vector<std::vector<double>> from;
    for (const auto& start : starts) from.push_back(shares_of(start, knots));
    if (!more.empty()) from.push_back(std::move(more));
    Found best{run_, knots.at(), {}};
    for (const std::vector<double>& shares : from) {
      const Minimum found = minimise(loss_of(knots), knots.numbers_of(shares), 0, most_calls);
      if (!(found.value < best.loss)) continue;
      best.loss = found.value;
      best.rates = knots.rates_at_knots(found.x);
    }
    return best;
  }

  static std::vector<double> shares_of(double (*start)(double), const Knots& knots) {
    std::vector<double> shares;
    for (const double at : knots.at()) shares.push_back(start(at / std::max(knots.at().back(), 1.0)));
    return shares;
  }

  Objective loss_of(const Knots& knots) const {
    return [this, &knots](std::span<const double> z, std::span<double> gradient) {
      const FinalLoss end = final_loss(model_, pressed_.course(knots.rates(z)));
      knots.gradient(z, std::span(end.gradient).last(pressed_.size()), gradient);
      return end.loss + ripple_weight_ * knots.roughness(z, ripple_weight_, gradient);
    };
  }

  /// How far apart the law sees a constant and the best start.
  double told_apart() const {
    const std::vector<double> constant(pressed_.size(), run_.peak);
    const double highest = end_of(model_, pressed_.course(constant));
    double lowest = highest;
    for (const auto& start : starts) {
      std::vector<double> rates;
      for (std::size_t i = 0; i < pressed_.size(); ++i)
        rates.push_back(run_.peak * start((static_cast<double>(i) + 0.5) / static_cast<double>(pressed_.size())));
      lowest = std::min(lowest, end_of(model_, pressed_.course(rates)));
    }
    return highest - lowest;
  }

  RunShape run_;
  Pressed pressed_;
  Model model_;
  bool has_stairs_;
  double ripple_weight_;
};

/// The law that was asked for, or that leads, or MPL.
std::string law_of(const Forecast& forecast, const OptimiseOptions& options) {
  if (!options.law.empty()) return options.law;
  const Law* leading = law_called(leading_law(forecast));
  return std::string(leading->may_choose && leading != &pplq ? leading->word : mpl.word);
}

Result<Model> asked_model(const Forecast& forecast, const OptimiseOptions& options, double peak) {
  return model_by(forecast, law_of(forecast, options), peak, options.is_forced);
}

Result<void> check_law(const Forecast& forecast, const std::string& word) {
  const auto law = asked_law(word);
  if (!law) return pass_on(law.error());
  if ((*law)->may_choose && forecast.fit_of(word, forecast.peaks().front())) return {};
  if ((*law)->may_choose) return refuse("the forecast has no fit of " + word + "; leave out law");
  return refuse("under " + word +
                " the optimum collapses, to a constant that drops at the last step; optimise under mpl, "
                "mplq or pplq");
}

Result<void> check_options(const Forecast& forecast, const OptimiseOptions& options) {
  static constexpr auto fields = OptimiseOptions::fields();
  if (const std::string bad = complaint(fields, &options); !bad.empty()) return refuse(bad);
  if (options.warmup >= options.steps)
    return refuse("a warm-up of " + std::to_string(options.warmup) + " steps leaves nothing of a run of " +
                  std::to_string(options.steps) + "; give a shorter one, or more steps");
  if (auto fitted = check_fitted(forecast); !fitted) return fitted;
  return check_law(forecast, law_of(forecast, options));
}

Result<Found> sought_at(const Forecast& forecast, const OptimiseOptions& options, double peak) {
  const auto model = asked_model(forecast, options, peak);
  if (!model) return pass_on(model.error());
  const Search search(*model, {options.steps, options.warmup, peak});
  return search.sought(options.may_rise ? Freedom::any : Freedom::falling);
}

/// The best of so many peaks between the lowest and the highest that were fitted, evenly in their logarithms; the optimum
/// is flat, and closer ones end within what no log tells apart.
Result<Found> sought_over_peaks(const Forecast& forecast, const OptimiseOptions& options) {
  constexpr int looked_at = 9;
  const std::vector<double> peaks = forecast.peaks();
  const double low = math::log(peaks.front()), high = math::log(peaks.back());
  Found best;
  for (int i = 0; i < looked_at; ++i) {
    const double between = math::exp(math::mix(static_cast<double>(i) / (looked_at - 1), high, low));
    const double peak = i == 0               ? short_rate(peaks.front())
                        : i + 1 == looked_at ? short_rate(peaks.back())
                                             : *to_double(significant(between, 3));
    auto found = sought_at(forecast, options, peak);
    if (!found) return found;
    if (found->loss < best.loss) best = *std::move(found);
  }
  return best;
}

/// A line to the peak, then the curve through the knots, of few points.
Schedule schedule_of(const Found& found) {
  const Schedule through = *piecewise({found.at, found.rates});
  std::vector<double> rates(static_cast<std::size_t>(found.run.steps - found.run.warmup));
  through.values(0, rates);
  Piecewise points = thinned(rates, curve_tolerance * found.run.peak);
  for (double& value : points.values)  // a peak of many digits is that peak, and not another
    if (std::abs(value - found.run.peak) <= rounding_of_points * found.run.peak) value = found.run.peak;
  return *then(warmup({.to = found.run.peak, .steps = found.run.warmup}), piecewise(points));
}

/// Puts in what the law for values says of the optimised course.
Result<void> tell_value(const Forecast& forecast, const Course& course, bool is_forced, Optimised& optimised) {
  const Step end[] = {static_cast<Step>(course.rates.size())};
  const auto told = predict(forecast, course, end, is_forced);
  if (!told) return pass_on(told.error());
  optimised.value = told->losses.front();
  optimised.half_width = told->half_widths.front();
  optimised.warnings = told->warnings;
  optimised.is_forced = told->is_forced;
  return {};
}

/// Puts in how far above the optimised course each rival ends.
Result<void> tell_rivals(const Forecast& forecast, const Model& model, const RunShape& run, const Course& course,
                         bool is_forced, Optimised& optimised) {
  const Pressed pressed(run, pressed_steps(model, run));
  optimised.rivals = rivals_of(pressed.model(model), run, pressed);
  for (Rival& rival : optimised.rivals) {
    const Course its = full_course(rival.schedule, run);
    const auto gain = difference(forecast, its, course, is_forced);
    if (!gain) return pass_on(gain.error());
    rival.gain = *gain;
    rival.loss = end_of(model, its);
  }
  return {};
}

}  // namespace

Result<Optimised> optimise(const Forecast& forecast, const OptimiseOptions& options) {
  if (auto good = check_options(forecast, options); !good) return pass_on(good.error());
  const std::vector<double> peaks = forecast.peaks();
  const double own_peak = short_rate(peaks.front());
  const bool is_peak_sought = options.peak == 0 && peaks.size() > 1;
  const auto found = is_peak_sought ? sought_over_peaks(forecast, options)
                                    : sought_at(forecast, options, options.peak == 0 ? own_peak : options.peak);
  if (!found) return pass_on(found.error());
  const Model model = *asked_model(forecast, options, found->run.peak);
  Optimised optimised{schedule_of(*found), model.law, found->run.peak};
  const Course course = full_course(optimised.schedule, found->run);
  optimised.loss = end_of(model, course);
  optimised.peak = course.peak();
  for (const auto& told : {tell_value(forecast, course, options.is_forced, optimised),
                           tell_rivals(forecast, model, found->run, course, options.is_forced, optimised)})
    if (!told) return pass_on(told.error());
  return optimised;
}

}  // namespace etude::forecast
