#pragma once
// A schedule from the gradient norms of a run: where the gradients are large, the rate is to be small, and towards the end
// it falls to 0. It needs no losses and no fit.

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "etude/base/field.h"
#include "etude/base/result.h"
#include "etude/base/step.h"
#include "etude/schedule/kind/piecewise.h"

namespace etude::forecast {

/// Whose steps the norms belong to, and by what they weigh a step: sgd by 1 / |g|^2 of the L2 norm, adam by 1 / |g| of
/// the L1 norm.
enum class NormsOf { sgd, adam };
constexpr auto words_of(NormsOf) { return std::array<std::string_view, 2>{"sgd", "adam"}; }

/// The gradient norms of a run as its log tells them.
struct LoggedNorms {
  std::vector<Step> steps;    // where they were measured, strictly increasing, from 0
  std::vector<double> norms;  // as many, each above 0
};

struct RefinementOptions {
  NormsOf optimizer = NormsOf::sgd;
  double smoothing = 0.1;    // the width of the median filter, as a share of the run
  Step steps = unset_steps;  // the run that is to be made [as long as the log]

  static constexpr auto fields(auto...) {
    return std::array{
        field<&RefinementOptions::optimizer>(Unit::choice, {}, "whose norms: sgd's, L2, or adam's, L1"),
        field<&RefinementOptions::smoothing>(Unit::fraction, {.most = 1},
                                             "the width of the median filter, as a share of the run"),
        field<&RefinementOptions::steps>(Unit::steps, {.least = 2, .most = 10'000'000},
                                         "the run's length [as long as the log]"),
    };
  }
};

/// The rates of every step, the highest of them 1 and the last 0:
///
///   |g_t|   the log's norms, joined by straight lines; a run of another length has them stretched or pressed to it
///   n_t     their median over 2 floor(smoothing T / 2) + 1 steps around t; before the first step the first norm is
///           repeated, behind the last the run is reflected
///   w_t     1 / n_t^2 (sgd) or 1 / n_t (adam)
///   rate_t  w_t (w_{t+1} + ... + w_{T-1}), divided by the highest
///
/// Equal norms give a line to 0. Cost: O(T log(smoothing T)). Refused: fewer than two norms; steps out of order or
/// repeated; a norm that is not above 0 or not finite; an option that its field refuses.
/// Source: Defazio et al. 2023, "When, why and how much?", algorithm 1.
Result<std::vector<double>> refined_rates(const LoggedNorms& log, const RefinementOptions& options);

/// A curve of few points, nowhere further than `tolerance` from these values, one a step. Its points are values, in six
/// digits, so a curve that falls stays one. Cost: O(steps).
Piecewise thinned(std::span<const double> values, double tolerance);

}  // namespace etude::forecast
