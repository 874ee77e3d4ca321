#include "etude/optim/sgd.h"

#include <cassert>
#include <cstddef>

namespace etude {

template <class Real>
void sgd_step(std::span<Real> parameters, std::span<const Real> gradients, double lr) {
  assert(parameters.size() == gradients.size());
  const Real rate = static_cast<Real>(lr);
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] -= rate * gradients[i];
}

template <class Real>
void momentum_step(std::span<Real> parameters, std::span<const Real> gradients, std::span<Real> velocity, double lr,
                   double momentum) {
  assert(parameters.size() == gradients.size() && parameters.size() == velocity.size());
  const Real rate = static_cast<Real>(lr);
  const Real keep = static_cast<Real>(momentum);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    velocity[i] = keep * velocity[i] + gradients[i];
    parameters[i] -= rate * velocity[i];
  }
}

template void sgd_step(std::span<double>, std::span<const double>, double);
template void sgd_step(std::span<float>, std::span<const float>, double);
template void momentum_step(std::span<double>, std::span<const double>, std::span<double>, double, double);
template void momentum_step(std::span<float>, std::span<const float>, std::span<float>, double, double);

}  // namespace etude
