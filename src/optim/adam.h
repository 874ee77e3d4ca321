#pragma once
// The steps of Adam and AdamW, which other rules take for what is theirs to move no other way.

#include <cmath>

#include "etude/base/math.h"
#include "optim/rule.h"

namespace etude::optim {

/// 1 - beta^t, what a running mean that began at 0 has of its full size after t steps.
inline double filled(const Now& now, double beta, Step steps_done) {
  return now.bias_correction ? 1 - math::pow(beta, static_cast<double>(steps_done + 1)) : 1;
}

/// The moments and the step; the decays are added by those that derive from it.
template <class Real>
struct Adam {
  static constexpr std::size_t slots = 2;
  Real keep1, take1, keep2, take2, step, shrink, epsilon;

  Adam(const Now& now, OptimizerState<Real>& state)
      : keep1(static_cast<Real>(now.beta1)),
        take1(static_cast<Real>(1 - now.beta1)),
        keep2(static_cast<Real>(now.beta2)),
        take2(static_cast<Real>(1 - now.beta2)),
        step(static_cast<Real>(now.lr / filled(now, now.beta1, state.steps))),
        shrink(static_cast<Real>(1 / std::sqrt(filled(now, now.beta2, state.steps)))),
        epsilon(static_cast<Real>(now.epsilon)) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& m, V& v) const {
    m = keep1 * m + take1 * g;
    v = keep2 * v + take2 * g * g;
    V root;
    square_root(v, root);
    p -= step * m / (root * shrink + epsilon);
  }
};

template <class Real>
struct AdamW : Adam<Real> {
  Real rest;  // what the decay leaves of a parameter

  AdamW(const Now& now, OptimizerState<Real>& state)
      : Adam<Real>(now, state), rest(static_cast<Real>(1 - now.decay_at(now.lr))) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& m, V& v) const {
    p *= rest;
    Adam<Real>::operator()(p, g, m, v);
  }
};

}  // namespace etude::optim
