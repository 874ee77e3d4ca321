#pragma once
// Gradient descent, plain and with momentum: update rules are told the rate, they know no schedule.

#include <span>

namespace etude {

/// p <- p - lr g. The spans have the same length.
template <class Real>
void sgd_step(std::span<Real> parameters, std::span<const Real> gradients, double lr);

/// v <- momentum v + g;  p <- p - lr v. The spans have the same length; `velocity` starts at 0.
template <class Real>
void momentum_step(std::span<Real> parameters, std::span<const Real> gradients, std::span<Real> velocity, double lr,
                   double momentum);

}  // namespace etude
