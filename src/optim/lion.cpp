// Idea: of a running mean of the gradient only the sign counts, so every parameter moves by just lr.
// Formula: p <- p - d p, d = lr wd (tied) or wd (untied);  p <- p - lr sign(beta1 m + (1 - beta1) g);
//          m <- beta2 m + (1 - beta2) g.
// Edges: sign(0) = 0, and a NaN stays a NaN, so that a run that diverges shows it.
// Cost: 9 flops a parameter; bound by memory.
// Source: Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms".

#include "optim/rule.h"

namespace etude::optim {
namespace {

template <class Real>
struct Lion {
  static constexpr std::size_t slots = 1;
  Real keep1, take1, keep2, take2, lr, rest;

  Lion(const Now& now, OptimizerState<Real>&)
      : keep1(static_cast<Real>(now.beta1)),
        take1(static_cast<Real>(1 - now.beta1)),
        keep2(static_cast<Real>(now.beta2)),
        take2(static_cast<Real>(1 - now.beta2)),
        lr(static_cast<Real>(now.lr)),
        rest(static_cast<Real>(1 - now.decay_at(now.lr))) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& m) const {
    const V mean = keep1 * m + take1 * g, one = 1 + V{};
    const V sign = mean > 0 ? one : mean < 0 ? -one : mean;
    p = p * rest - lr * sign;
    m = keep2 * m + take2 * g;
  }
};

constexpr std::string_view lion_options[] = {"beta1", "beta2", "weight_decay", "decay"};

}  // namespace

constexpr Definition lion = define<Lion>({
    .rule = Rule::lion,
    .formula = "p <- p - d p, d = lr wd (tied) or wd (untied); p <- p - lr sign(beta1 m + (1 - beta1) g); "
               "m <- beta2 m + (1 - beta2) g",
    .meaning = "every parameter moves by lr, in the direction of a running mean of its gradient",
    .source = "Chen et al. 2023",
    .options = lion_options,
    .defaults = {.beta2 = 0.99},
    .is_adaptive = true,
});

}  // namespace etude::optim
