// The difference is a function of the fitted numbers: its slopes by them and their covariance give what the fit leaves
// open of it, and each law's own answer how far laws are apart.

#include "etude/forecast/difference.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "forecast/advice.h"

namespace etude::forecast {
namespace {

constexpr double ninety_of_hundred = 1.645;
constexpr double of_any_law = 0.005;  // what a law is off in one shape and not in another, as predict() has it

struct TwoCourses {
  const Course& one;
  const Course& other;
};

double last_loss(const Model& model, const Course& course) {
  const std::array at{static_cast<Step>(course.rates.size()) - 1};
  return losses(model, course, at).front();
}

double between(const Model& model, const TwoCourses& courses) {
  return last_loss(model, courses.one) - last_loss(model, courses.other);
}

/// The slopes of the difference by the logarithms of the numbers of one term.
std::vector<double> slopes_by(const Model& model, std::size_t term, const TwoCourses& courses) {
  constexpr double little = 1e-3;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < model.terms[term].fit.parameters.size(); ++i) {
    Model more = model, less = model;
    more.terms[term].fit.parameters[i] *= 1 + little;
    less.terms[term].fit.parameters[i] *= 1 - little;
    slopes.push_back((between(more, courses) - between(less, courses)) / (2 * little));
  }
  return slopes;
}

/// The variance that the fits leave open, each taken by itself.
double variance_left(const Model& model, const TwoCourses& courses) {
  double variance = 0;
  for (std::size_t term = 0; term < model.terms.size(); ++term) {
    const std::vector<double>& covariance = model.terms[term].fit.covariance;
    const std::vector<double> slopes = slopes_by(model, term, courses);
    if (covariance.size() != slopes.size() * slopes.size()) continue;
    for (std::size_t i = 0; i < slopes.size(); ++i)
      for (std::size_t k = 0; k < slopes.size(); ++k)
        variance += slopes[i] * covariance[i * slopes.size() + k] * slopes[k];
  }
  return std::max(variance, 0.0);
}

/// How far apart the laws are that may choose, where they were fitted at this peak.
double laws_apart(const Forecast& forecast, double own, const TwoCourses& courses) {
  double least = own, most = own;
  for (const LawFit& fit : forecast.fits) {
    if (!is_same_peak(fit.peak, courses.one.peak()) || !law_called(fit.law)->may_choose) continue;
    const double its = between({fit.law, {{fit}}}, courses);
    least = std::min(least, its);
    most = std::max(most, its);
  }
  return most - least;
}

Result<Difference> across_peaks(const Forecast& forecast, const TwoCourses& courses, bool is_forced) {
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
  const TwoCourses courses{one, other};
  if (!is_same_peak(one.peak(), other.peak())) return across_peaks(forecast, courses, is_forced);
  const auto model = model_for_choosing(forecast, one.peak(), is_forced);
  if (!model) return pass_on(model.error());
  const double found = between(*model, courses), apart = laws_apart(forecast, found, courses);
  const double variance = of_any_law * of_any_law + (variance_left(*model, courses) + apart * apart) / 4;
  return Difference{found, ninety_of_hundred * std::sqrt(variance)};
}

}  // namespace etude::forecast
