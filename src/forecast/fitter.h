#pragma once
// The one fitter of all laws: Levenberg and Marquardt from several starts, with Huber's loss and priors.
//
// It makes small  sum_i 2 delta^2 rho(r_i / delta) + sum_j (w_j ln(v_j / centre_j))^2,  where r_i = weight_i ln(measured_i
// / law_i), rho(z) = z^2 / 2 up to |z| = 1 and |z| - 1/2 beyond, over the logarithms of the law's numbers v. The square root
// of each term is a residual of the least squares that Eigen solves; a number that leaves its range adds one, too. Where a
// law's priors yield, they too are under rho: numbers far from their centres are not held back more than those beside.
// Every start first makes a few steps on each fourth point; what is lowest there goes on with all of them.

#include "etude/forecast/forecast.h"
#include "forecast/evaluate.h"

namespace etude::forecast {

/// A run as the fitter sees it: its outline at the points that count.
struct Observations {
  Outline outline;
  std::vector<double> log_losses, weights;
};

struct Prior {
  double centre = 0, weight = 0;
};

struct Problem {
  const Law* law = nullptr;
  double unit = 1;
  double delta = 1e-3;
  std::vector<const Observations*> runs = {};
  std::vector<const Observations*> sparse = {};  // each fourth point of them
  std::vector<Prior> priors = {};                // a parameter
};

/// The lowest of what is reached from these starts, each a vector of parameters.
LawFit solve(const Problem& problem, std::span<const std::vector<double>> starts);

}  // namespace etude::forecast
