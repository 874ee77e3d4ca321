#pragma once
// The convex bound: how far the last iterate of SGD may be from the minimum of a convex function, and the one schedule
// for which that is least. It tells shapes apart; its numbers are no losses of a network.

#include <span>
#include <vector>

#include "etude/base/result.h"

namespace etude::forecast {

/// Updates x_{t+1} = x_t - rate_t g_t of a convex function, t = 0 ... T-1.
struct ConvexRun {
  double distance = 1;                 // |x_0 - x*|, above 0
  std::vector<double> gradient_norms;  // |g_t|, one a step, each above 0
};

/// Refused: no step; a distance or a norm that is not finite or not above 0.
Result<void> check(const ConvexRun& run);

/// The bound on f(x_{T-1}) - f(x*) under these rates, one a step. With S_k = rate_k + ... + rate_{T-1}, it is
///
///   D^2 / (2 S_0) + 1/2 sum_{k < T-1} rate_k^2 |g_k|^2 / S_{k+1} + 1/2 rate_{T-1} |g_{T-1}|^2,
///
/// the sum by parts of (D^2 + sum rate^2 |g|^2) / (2 S_0) + 1/2 sum_k rate_k / S_{k+1} (sum_{t>=k} rate_t^2 |g_t|^2) / S_k.
/// Infinite where only zeros follow a rate above 0, and where all rates are 0. Cost: O(T). The run must be one that
/// check() takes. Source: Defazio et al. 2023, theorem 10; Schaipp et al. 2025.
double convex_bound(const ConvexRun& run, std::span<const double> rates);

/// Its derivative by each rate, in O(T); the rates must be above 0.
std::vector<double> convex_bound_gradient(const ConvexRun& run, std::span<const double> rates);

/// The rates for which the bound is least, exactly and in O(T). Where all derivatives are 0, let
/// a_k = D^2 / (2 S_0^2) + 1/2 sum_{i<k} rate_i^2 |g_i|^2 / S_{i+1}^2. Then rate_k |g_k|^2 = a_k S_{k+1} and
/// a_{k+1} = a_k + a_k^2 / (2 |g_k|^2): from a_{T-1} = |g_{T-1}|^2 / 2 that leads back to a_0 = D^2 / (2 S_0^2), and S_0
/// forward to the rates. The bound there is D sqrt(2 a_0).
///   D = 1 and |g| = 1: 0.200114 for 100 steps, where a line tuned to its best peak has 0.203608.
std::vector<double> convex_bound_optimum(const ConvexRun& run);

}  // namespace etude::forecast
