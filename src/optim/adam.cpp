// Idea: divide a running mean of the gradient by the root of a running mean of its square, so that every parameter
//       moves by about lr, whatever the size of its gradients.
// Formula: m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2;
//          p <- p - lr / c1 m / (sqrt(v) / sqrt(c2) + eps), c1 = 1 - beta1^t, c2 = 1 - beta2^t, t = 1 at first;
//          adam-l2: g <- g + wd p before; adamw: p <- p - d p before, d = lr wd (tied) or wd (untied).
// Edges: without bias correction c1 = c2 = 1. With eps = 0 and no gradient so far 0/0 = NaN. An infinite gradient makes
//        m / sqrt(v) NaN; one whose square overflows makes the step 0, and v infinite for good.
// Cost: 14 flops, a division and a root a parameter; the two share a unit that takes about a cycle a float32 of AVX2,
//       so one over sqrt(c2) is multiplied, not divided by.
// Source: Kingma and Ba 2015; Loshchilov and Hutter 2019; torch.optim.Adam and AdamW.

#include "optim/adam.h"

namespace etude::optim {
namespace {

template <class Real>
struct AdamL2 : Adam<Real> {
  Real decay;

  AdamL2(const Now& now, OptimizerState<Real>& state)
      : Adam<Real>(now, state), decay(static_cast<Real>(now.weight_decay)) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& m, V& v) const {
    const V slope = g + decay * p;
    Adam<Real>::operator()(p, slope, m, v);
  }
};

constexpr std::string_view adam_options[] = {"beta1", "beta2", "epsilon", "bias_correction"};
constexpr std::string_view adamw_options[] = {"beta1", "beta2", "epsilon", "weight_decay", "decay", "bias_correction"};
constexpr std::string_view adam_l2_options[] = {"beta1", "beta2", "epsilon", "weight_decay", "bias_correction"};

}  // namespace

constexpr Definition adam = define<Adam>({
    .rule = Rule::adam,
    .formula = "m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2; "
               "p <- p - lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)",
    .meaning = "every parameter moves by about lr: mean of the gradient over the root of the mean of its square",
    .source = "Kingma and Ba 2015; torch.optim.Adam",
    .options = adam_options,
    .is_adaptive = true,
});

constexpr Definition adamw = define<AdamW>({
    .rule = Rule::adamw,
    .formula = "p <- p - d p, d = lr wd (tied) or wd (untied); then as adam",
    .meaning = "adam whose weight decay acts on the parameters, not through the moments",
    .source = "Loshchilov and Hutter 2019; torch.optim.AdamW",
    .options = adamw_options,
    .defaults = {.weight_decay = 0.01},
    .is_adaptive = true,
});

constexpr Definition adam_l2 = define<AdamL2>({
    .rule = Rule::adam_l2,
    .formula = "g <- g + wd p; then as adam",
    .meaning = "adam whose weight decay is part of the gradient, and scaled with it",
    .source = "Kingma and Ba 2015; torch.optim.Adam(weight_decay=...)",
    .options = adam_l2_options,
    .is_adaptive = true,
});

}  // namespace etude::optim
