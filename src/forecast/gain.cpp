// How far one schedule ends below another, and how well that is known.
//
// A law whose optimum was sought is the one that flatters it most. So the gain is the mean of what all laws say that may
// choose, and its 90 % interval is +-1.645 sigma, sigma^2 a sum of squares as measured on the logs of tests/golden/curves:
//
//   floor       .0045: what a law misses of a difference, and the noise between repeated runs
//   opinions    half of the distance between the laws
//   parameters  half of what the fits' own covariance leaves open of the gain

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forecast/model.h"
#include "forecast/rivals.h"

namespace etude::forecast {
namespace {

constexpr double ninety_percent = 1.645;
constexpr double gain_floor = 0.0045;
constexpr double points_a_residual =
    10;  // residuals along a curve are not independent: as if of a tenth as many points

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
  return std::max(points_a_residual * variance, 0.0);
}

/// What each law says that may choose.
std::vector<double> opinions_on_gain(const Forecast& forecast, double peak, const Pair& pair) {
  std::vector<double> gains;
  for (const Law* law : laws()) {
    if (!law->may_choose || !forecast.fit_of(law->word, forecast.peaks().front())) continue;
    if (const auto model = model_by(forecast, law->word, peak, true)) gains.push_back(gain(*model, pair));
  }
  return gains;
}

}  // namespace

void compare_with(Rival& rival, const Schedule& best, const Model& model, const Forecast& forecast, const RunShape& run,
                  const Pressed& pressed) {
  const Pair whole{full_course(best, run), full_course(rival.schedule, run)};
  rival.loss = end_of(model, whole.rival);
  const std::vector<double> gains = opinions_on_gain(forecast, run.peak, whole);
  const auto [least, most] = std::minmax_element(gains.begin(), gains.end());
  rival.gain = std::accumulate(gains.begin(), gains.end(), 0.0) / static_cast<double>(gains.size());
  const double apart = (*most - *least) / 2;
  const double parameters =
      variance_of_parameters(model, pressed, {pressed.course(best), pressed.course(rival.schedule)}) / 4;
  rival.half_width = ninety_percent * std::sqrt(gain_floor * gain_floor + apart * apart + parameters);
}

}  // namespace etude::forecast
