// The convex bound, its gradient and its optimum, each in one or two passes over the steps.

#include "etude/forecast/bound.h"

#include <cmath>
#include <limits>

#include "etude/base/number.h"

namespace etude::forecast {
namespace {

bool is_above_0(double x) { return std::isfinite(x) && x > 0; }

double square(double x) { return x * x; }

/// sums[k] = rates[k] + rates[k+1] + ..., and a 0 behind the last.
std::vector<double> sums_to_the_end(std::span<const double> rates) {
  std::vector<double> sums(rates.size() + 1);
  for (std::size_t k = rates.size(); k-- > 0;) sums[k] = sums[k + 1] + rates[k];
  return sums;
}

}  // namespace

Result<void> check(const ConvexRun& run) {
  if (!is_above_0(run.distance)) return refuse("distance must be above 0, not " + shortest(run.distance));
  if (run.gradient_norms.empty()) return refuse("gradient_norms must have at least one norm, one a step");
  for (std::size_t t = 0; t < run.gradient_norms.size(); ++t)
    if (!is_above_0(run.gradient_norms[t]))
      return refuse("gradient norms must be above 0, and that of step " + std::to_string(t) + " is " +
                    shortest(run.gradient_norms[t]));
  return {};
}

double convex_bound(const ConvexRun& run, std::span<const double> rates) {
  double bound = 0, sum = 0;  // of what follows step k
  for (std::size_t k = rates.size(); k-- > 0;) {
    const double moved = square(rates[k] * run.gradient_norms[k]) / 2;
    if (k + 1 == rates.size())
      bound += rates[k] * square(run.gradient_norms[k]) / 2;
    else if (moved > 0)
      bound += moved / sum;
    sum += rates[k];
  }
  return bound + square(run.distance) / (2 * sum);
}

std::vector<double> convex_bound_gradient(const ConvexRun& run, std::span<const double> rates) {
  const std::vector<double> sums = sums_to_the_end(rates);
  std::vector<double> gradient(rates.size());
  double lower = square(run.distance / sums[0]) / 2;  // by what a larger sum from here on lowers the bound
  for (std::size_t k = 0; k < rates.size(); ++k) {
    const double norm = square(run.gradient_norms[k]);
    if (k + 1 == rates.size()) {
      gradient[k] = norm / 2 - lower;
      break;
    }
    gradient[k] = rates[k] * norm / sums[k + 1] - lower;
    lower += square(rates[k] / sums[k + 1]) * norm / 2;
  }
  return gradient;
}

std::vector<double> convex_bound_optimum(const ConvexRun& run) {
  const std::vector<double>& norms = run.gradient_norms;
  std::vector<double> shares(norms.size());  // rate_k / S_{k+1}
  double a = square(norms.back()) / 2;
  for (std::size_t k = norms.size() - 1; k-- > 0;) {
    const double norm = square(norms[k]);
    a = 2 * a /
        (1 + std::sqrt(1 + 2 * a / norm));  // the root of a_k + a_k^2 / (2 norm) = a_{k+1}, without a difference
    shares[k] = a / norm;
  }
  std::vector<double> rates(norms.size());
  double sum = run.distance / std::sqrt(2 * a);
  for (std::size_t k = 0; k + 1 < rates.size(); ++k) {
    const double rest = sum / (1 + shares[k]);
    rates[k] = shares[k] * rest;
    sum = rest;
  }
  rates.back() = sum;
  return rates;
}

}  // namespace etude::forecast
