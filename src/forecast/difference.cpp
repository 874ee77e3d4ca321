// The difference is a function of the fitted numbers: its slopes by them and their covariance give what the fit leaves
// open of it, and each law's own answer how far laws are apart.

#include "etude/forecast/difference.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "forecast/advice.h"
#include "forecast/asked.h"
#include "forecast/laws.h"
#include "forecast/model.h"
#include "forecast/pressed.h"

namespace etude::forecast {
namespace {

constexpr double ninety_of_hundred = 1.645;
constexpr double difference_share = 0.0015;  // of the loss
constexpr double points_a_residual =
    10;  // residuals along a curve are not independent: as if of a tenth as many points

struct TwoCourses {
  Course one, other;
};

double between(const Model& model, const TwoCourses& courses) {
  return end_of(model, courses.one) - end_of(model, courses.other);
}

/// The slopes of the difference by the logarithms of the numbers of one term.
std::vector<double> slopes_by(const Model& model, std::size_t term, const Pressed& pressed, const TwoCourses& courses) {
  constexpr double little = 1e-3;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < model.terms[term].fit.parameters.size(); ++i) {
    Model more = model, less = model;
    more.terms[term].fit.parameters[i] *= 1 + little;
    less.terms[term].fit.parameters[i] *= 1 - little;
    slopes.push_back((between(pressed.model(more), courses) - between(pressed.model(less), courses)) / (2 * little));
  }
  return slopes;
}

Pressed pressed_for(const Model& model, const Course& course) {
  const RunShape run{static_cast<Step>(course.rates.size()), course.warmup_steps, course.peak()};
  return {run, pressed_steps(model, run)};
}

/// The variance that the fits leave open, each taken by itself.
double variance_left(const Model& model, const TwoCourses& courses) {
  const Pressed pressed = pressed_for(model, courses.one);
  const TwoCourses asked{pressed.course(courses.one), pressed_for(model, courses.other).course(courses.other)};
  double variance = 0;
  for (std::size_t term = 0; term < model.terms.size(); ++term) {
    const std::vector<double>& covariance = model.terms[term].fit.covariance;
    const std::vector<double> slopes = slopes_by(model, term, pressed, asked);
    if (covariance.size() != slopes.size() * slopes.size()) continue;
    for (std::size_t i = 0; i < slopes.size(); ++i)
      for (std::size_t k = 0; k < slopes.size(); ++k)
        variance += slopes[i] * covariance[i * slopes.size() + k] * slopes[k];
  }
  return std::max(points_a_residual * variance, 0.0);
}

/// How far apart the laws are that may choose; at a peak that was not fitted, each with the joint law.
double laws_apart(const Forecast& forecast, const TwoCourses& courses) {
  std::vector<double> opinions;
  if (leading_law(forecast) == sgd.word) return 0;  // it leads where the others do not follow the logs
  for (const Law* law : laws()) {
    if (!law->may_choose || !forecast.fit_of(law->word, forecast.peaks().front())) continue;
    if (const auto model = model_by(forecast, law->word, courses.one.peak(), true))
      opinions.push_back(between(*model, courses));
  }
  const auto [least, most] = std::minmax_element(opinions.begin(), opinions.end());
  return opinions.empty() ? 0 : *most - *least;
}

Result<Difference> of_values(const Forecast& forecast, const TwoCourses& courses, bool is_forced) {
  Difference found;
  for (const Course* course : {&courses.one, &courses.other}) {
    const std::array at{static_cast<Step>(course->rates.size()) - 1};
    const auto told = predict(forecast, *course, at, is_forced);
    if (!told) return pass_on(told.error());
    found.difference += (course == &courses.one ? 1 : -1) * told->losses.front();
    found.half_width = std::hypot(found.half_width, told->half_widths.front());
  }
  return found;
}

}  // namespace

Result<Difference> difference(const Forecast& forecast, const Course& one, const Course& other, bool is_forced) {
  for (const Course* course : {&one, &other})
    if (const auto checked = check_asked(forecast, *course); !checked) return pass_on(checked.error());
  const TwoCourses courses{one, other};
  const bool are_alike = (is_same_peak(one.peak(), other.peak()) || leading_law(forecast) == sgd.word) &&
                         one.rates.size() == other.rates.size();
  if (!are_alike) return of_values(forecast, courses, is_forced);
  const auto model = model_for_choosing(forecast, one.peak(), is_forced);
  if (!model) return pass_on(model.error());
  for (const Course* course : {&one, &other})
    if (auto good = check_length(forecast, *course); !good) return pass_on(good.error());
  const double apart = laws_apart(forecast, courses) / 2;
  const double floor = difference_share * std::min(end_of(*model, one), end_of(*model, other));
  const double variance = floor * floor + apart * apart + variance_left(*model, courses) / 4;
  const Difference found{between(*model, courses), ninety_of_hundred * std::sqrt(variance)};
  if (std::isfinite(found.difference) && std::isfinite(found.half_width)) return found;
  return refuse("what " + model->law +
                " says of the difference is no number: give rates that are nearer to the fitted runs'");
}

}  // namespace etude::forecast
