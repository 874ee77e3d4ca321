// How far one schedule ends below another, and how well that is known. Both runs share the seed of a fit, so what the logs
// leave open of the level cancels; what they leave open of a drop's worth does not.

#include <algorithm>
#include <cmath>

#include "forecast/rivals.h"

namespace etude::forecast {
namespace {

constexpr double ninety_percent = 1.645;
constexpr double noise_of_two_runs = 0.0021;  // sqrt(2) times the 0.0015 by which a repeated run ends elsewhere

struct Pair {
  Course best, rival;
};

double gain(const Model& model, const Pair& pair) { return end_of(model, pair.rival) - end_of(model, pair.best); }

/// The derivatives of the gain by the logarithms of the parameters of one term.
std::vector<double> slopes_of(const Model& model, std::size_t term, const Pressed& pressed, const Pair& pair) {
  constexpr double little = 1e-3;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < model.terms[term].fit.parameters.size(); ++i) {
    Model more = model, less = model;
    more.terms[term].fit.parameters[i] *= 1 + little;
    less.terms[term].fit.parameters[i] *= 1 - little;
    slopes.push_back((gain(pressed.model(more), pair) - gain(pressed.model(less), pair)) / (2 * little));
  }
  return slopes;
}

/// The variance of the gain that the fits leave open, of which each is taken by itself.
double variance_of_parameters(const Model& model, const Pressed& pressed, const Pair& pair) {
  double variance = 0;
  for (std::size_t term = 0; term < model.terms.size(); ++term) {
    const std::vector<double>& covariance = model.terms[term].fit.covariance;
    const std::vector<double> slopes = slopes_of(model, term, pressed, pair);
    if (covariance.size() != slopes.size() * slopes.size()) continue;
    for (std::size_t i = 0; i < slopes.size(); ++i)
      for (std::size_t k = 0; k < slopes.size(); ++k)
        variance += slopes[i] * covariance[i * slopes.size() + k] * slopes[k];
  }
  return std::max(variance, 0.0);
}

/// How far the laws that may choose are apart in it, where they were fitted at this peak.
double disagreement(const Forecast& forecast, double own, double peak, const Pressed& pressed, const Pair& pair) {
  double least = own, most = own;
  for (const LawFit& fit : forecast.fits) {
    if (fit.peak != peak || !law_called(fit.law)->may_choose) continue;
    const double other = gain(pressed.model({fit.law, {{fit}}}), pair);
    least = std::min(least, other);
    most = std::max(most, other);
  }
  return most - least;
}

}  // namespace

void compare_with(Rival& rival, const Schedule& best, const Model& model, const Forecast& forecast, const RunShape& run,
                  const Pressed& pressed) {
  rival.loss = end_of(model, full_course(rival.schedule, run));
  rival.gain = rival.loss - end_of(model, full_course(best, run));
  const Pair pair{pressed.course(best), pressed.course(rival.schedule)};
  const double apart = disagreement(forecast, gain(pressed.model(model), pair), run.peak, pressed, pair);
  rival.half_width = ninety_percent * std::sqrt(noise_of_two_runs * noise_of_two_runs +
                                                variance_of_parameters(model, pressed, pair) / 4 + apart * apart / 4);
}

}  // namespace etude::forecast
