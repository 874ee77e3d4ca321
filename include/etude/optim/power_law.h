#pragma once
// A laboratory in which the loss of a run is known exactly: stochastic gradient descent on linear regression whose
// spectrum and target are power laws. Nothing is sampled; a run of 10^5 steps takes milliseconds.
//
//   PowerLawDescent run(PowerLaw{.spectrum = 1.5, .source = 1});
//   for (Step t = 0; t < 1000; ++t) run.update({.lr = schedule(t), .batch = 8});
//   run.loss();
//
// The regression. Inputs x are Gaussian with independent modes of variance v_j = j^-spectrum, j = 1 ... modes; labels
// are the target's product with x, plus noise of variance `noise`. Training starts at 0. Every step sees `batch` new
// samples, and its loss is half the mean squared error. With q_j the expected squared error of the parameter of mode j,
//   e_j = v_j q_j,   loss = (sum_j e_j) / 2,   at the start e_j = j^-(1 + source spectrum),
//   e_j <- (1 - 2 lr v_j + lr^2 (1 + 1/batch) v_j^2) e_j + lr^2 / batch v_j^2 (sum_i e_i + noise)
// is exact for Gaussian inputs. `loss` is what training can take away: half the variance of the noise is beside it.
//
// Neighbouring modes are taken together where they differ by less than a tenth: 8 groups an octave of j, each with the
// sums of its modes' energies, variances and squared variances. Losses are within 1e-3 of those of single modes.
//
// Source: Li et al. 2025, "Functional scaling laws in kernel regression" (the problem, and its limit of small rates);
//         the recursion is the second moment of a step, with E[x_j^2 (x u)^2] = v_j (sum_i v_i u_i^2) + 2 v_j^2 u_j^2.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/base/step.h"

namespace etude::optim {

struct PowerLaw {
  double spectrum = 1.5;
  double source = 1;
  double noise = 1;
  std::size_t modes = 65536;

  static constexpr auto fields(auto...) {
    return std::array{
        field<&PowerLaw::spectrum>(Unit::number, {.least = 1, .most = 100, .above_least = true},
                                   "mode j of the inputs has the variance j^-spectrum"),
        field<&PowerLaw::source>(Unit::number, {.most = 100, .above_least = true},
                                 "mode j of the target has the energy j^-(1 + source spectrum): larger is easier"),
        field<&PowerLaw::noise>(Unit::number, {.most = 1e100}, "the variance of the labels' noise"),
        field<&PowerLaw::modes>(Unit::count, {.least = 1, .most = 1e9}, "how many there are"),
    };
  }
  friend bool operator==(const PowerLaw&, const PowerLaw&) = default;
};

/// Refused: a number out of its field's range.
Result<PowerLaw> check(const PowerLaw& problem);

/// What one update is told.
struct SgdStep {
  double lr = 0;
  double batch = 1;  // samples, above 0; it need not be whole
};

/// A run between two steps.
class PowerLawDescent {
 public:
  /// At its start. `problem` is such as check() passes.
  explicit PowerLawDescent(const PowerLaw& problem);

  /// Half the sum of the energies; infinity or NaN where the run diverged.
  double loss() const { return sum_ / 2; }
  /// Cost: 8 flops a group, of which 65536 modes have 110.
  void update(const SgdStep& step);

 private:
  friend struct PowerLawAdjoint;
  friend double power_law_edge(const PowerLaw& problem, double batch);
  double noise_, sum_ = 0;
  // A number a group, filled up with zeros to a multiple of eight: its variance, sum of squared variances and energy.
  std::vector<double> variance_, weight_, energy_;
};

/// The losses before the steps `at`, in ascending order; that of steps.size() is the loss after the last.
std::vector<double> power_law_losses(const PowerLaw& problem, std::span<const SgdStep> steps, std::span<const Step> at);

/// The loss after the last step, and its derivative by the rate of each.
struct PowerLawSlope {
  double loss = 0;
  std::vector<double> by_lr;
};

/// Exact, by one pass back through the run. Cost: three times that of the run; sqrt(steps) states are kept at a time.
PowerLawSlope power_law_slope(const PowerLaw& problem, std::span<const SgdStep> steps);

/// The rate at which the noise of the gradient feeds itself: from there on a constant rate diverges. It is the least lr
/// with sum_j lr v_j / (batch (2 - lr (1 + 1/batch) v_j)) = 1.
double power_law_edge(const PowerLaw& problem, double batch);

struct BestRatesOptions {
  Step steps = 1000;
  double batch = 1;
  double most = 1;         // no rate is above it; below power_law_edge()
  int iterations = 300;    // of the search, at most
  std::size_t knots = 48;  // of the rates that are sought, at least 2
};

struct BestRates {
  std::vector<double> lr;  // a rate a step
  double loss = 0;         // after the last
  int iterations = 0;
};

/// The rates with the lowest loss after the last step, sought by projected gradients among those whose logarithm is
/// piecewise linear in the logarithm of the distance to the end, with knots evenly spread in it: dense where a decay
/// ends. Refused: no steps, a `most` that is not above 0 or not below the edge, fewer than 2 knots.
/// Source: Birgin, Martinez and Raydan 2000 (spectral projected gradients).
Result<BestRates> best_power_law_rates(const PowerLaw& problem, const BestRatesOptions& options);

/// The power of the decay that the rates of a run have. Where a rate r falls as s^q in the sum s of the rates to come, it
/// falls as the power q / (1 - q) of the steps to come; q is fitted to (ln s, ln r) between a sum of 10 and half of all,
/// each step with the weight r / s, so that every octave of s counts alike. That has no offset at the end of the run to be
/// found.
double decay_power(std::span<const double> lr);

}  // namespace etude::optim
