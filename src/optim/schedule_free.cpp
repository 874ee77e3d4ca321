// Idea: instead of letting the rate fall, average. z takes the plain steps, x is the average of all z, weighted by the
//       square of the rate, and gradients are taken at y between the two; x is what is evaluated. Only y and z are
//       kept.
// Formula: c = lr_max^2 / (sum of lr_max^2 so far), u = lr d + (lr wd) y, d = g, or for AdamW
//          d = g / (sqrt(v / (1 - beta2^t)) + eps);  y <- (1 - c) y + c z - (1 - b (1 - c)) u;  z <- z - u;
//          with y = (1 - b) z + b x, which is x <- (1 - c) x + c z and y anew. x = y + (1 - 1/b) (z - y).
//          untied: u = lr d + wd y. b is the momentum (AdamW: beta1).
// Edges: its own warm-up multiplies the rate by (k + 1) / warmup, k = 0 at first. As long as all rates are 0, c = 0. A
//        driven b is taken as if y had been made with it, as the reference does.
// Cost: 11 flops a parameter; AdamW 17, a division and a root.
// Source: Defazio et al. 2024, "The Road Less Scheduled"; the authors' package schedulefree, with r = 0 and
//         weight_lr_power = 2.

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"
#include "optim/rule.h"

namespace etude::optim {
namespace {

/// The rate after the warm-up.
double warmed(const Now& now, Step steps_done) {
  const double whole = static_cast<double>(now.warmup);
  return steps_done < now.warmup ? now.lr * (static_cast<double>(steps_done + 1) / whole) : now.lr;
}

/// What y and z do once the direction is known.
template <class Real>
struct Averaging {
  Real lr, decay, old_part, new_part, back;

  Averaging(const Now& now, double b, OptimizerState<Real>& state) {
    const double rate = warmed(now, state.steps);
    state.lr_max = std::max(rate, state.lr_max);
    const double weight = state.lr_max * state.lr_max;
    state.weight_sum += weight;
    state.interpolation = b;
    const double c = state.weight_sum == 0 ? 0 : weight / state.weight_sum;
    lr = static_cast<Real>(rate);
    decay = static_cast<Real>(now.decay_at(rate));
    old_part = static_cast<Real>(1 - c);
    new_part = static_cast<Real>(c);
    back = static_cast<Real>(1 - b * (1 - c));
  }

  template <class V>
  ETUDE_IN_LOOP void move(V& y, const V& direction, V& z) const {
    const V u = lr * direction + decay * y;
    y = (old_part * y + new_part * z) - back * u;
    z -= u;
  }
};

template <class Real>
struct ScheduleFreeSgd : Averaging<Real> {
  static constexpr std::size_t slots = 1;

  ScheduleFreeSgd(const Now& now, OptimizerState<Real>& state) : Averaging<Real>(now, now.momentum, state) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& y, const V& g, V& z) const {
    this->move(y, g, z);
  }
};

template <class Real>
struct ScheduleFreeAdamW : Averaging<Real> {
  static constexpr std::size_t slots = 2;
  Real keep, take, shrink, epsilon;

  ScheduleFreeAdamW(const Now& now, OptimizerState<Real>& state)
      : Averaging<Real>(now, now.beta1, state),
        keep(static_cast<Real>(now.beta2)),
        take(static_cast<Real>(1 - now.beta2)),
        shrink(1),
        epsilon(static_cast<Real>(now.epsilon)) {
    if (!now.bias_correction) return;
    const double filled = 1 - math::pow(now.beta2, static_cast<double>(state.steps + 1));
    shrink = static_cast<Real>(1 / std::sqrt(filled));
  }

  template <class V>
  ETUDE_IN_LOOP void operator()(V& y, const V& g, V& v, V& z) const {
    v = keep * v + take * g * g;
    V root;
    square_root(v, root);
    const V direction = g / (root * shrink + epsilon);
    this->move(y, direction, z);
  }
};

constexpr std::string_view averaged_sgd_options[] = {"momentum", "weight_decay", "decay", "warmup"};
constexpr std::string_view averaged_adamw_options[] = {"beta1", "beta2",  "epsilon",        "weight_decay",
                                                       "decay", "warmup", "bias_correction"};

}  // namespace

constexpr Definition schedule_free_sgd = define<ScheduleFreeSgd>({
    .rule = Rule::schedule_free_sgd,
    .formula = "u = lr (g + wd y); z <- z - u; x <- (1 - c) x + c z; y = (1 - momentum) z + momentum x; "
               "c = lr_max^2 / sum lr_max^2",
    .meaning = "sgd at a constant rate, evaluated at an average of its path",
    .source = "Defazio et al. 2024; schedulefree.SGDScheduleFree",
    .options = averaged_sgd_options,
    .averages = true,
});

constexpr Definition schedule_free_adamw = define<ScheduleFreeAdamW>({
    .rule = Rule::schedule_free_adamw,
    .formula = "v <- beta2 v + (1 - beta2) g^2; u = lr (g / (sqrt(v / (1 - beta2^t)) + epsilon) + wd y); "
               "z <- z - u; x <- (1 - c) x + c z; y = (1 - beta1) z + beta1 x; c = lr_max^2 / sum lr_max^2",
    .meaning = "adamw at a constant rate, evaluated at an average of its path",
    .source = "Defazio et al. 2024; schedulefree.AdamWScheduleFree",
    .options = averaged_adamw_options,
    .is_adaptive = true,
    .averages = true,
});

}  // namespace etude::optim
