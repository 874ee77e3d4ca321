// Idea: step against the gradient; with momentum against a geometric sum of all gradients so far; Nesterov's form looks
//       one step of that sum ahead.
// Formula: g <- g + wd p;  sgd: p <- p - lr g;  momentum: v <- momentum v + g, p <- p - lr v;
//          nesterov: the same v, p <- p - lr (g + momentum v).
// Edges: v is 0 at first, so the first v is the first gradient. A driven momentum that is 0 for a step leaves v = g
//        (PyTorch leaves its buffer as it was).
// Cost: 4 to 8 flops a parameter; bound by memory.
// Source: Polyak 1964; Sutskever, Martens, Dahl and Hinton 2013; torch.optim.SGD without dampening.

#include "optim/rule.h"

namespace etude::optim {
namespace {

template <class Real>
struct Sgd {
  static constexpr std::size_t slots = 0;
  Real lr, decay;

  Sgd(const Now& now, OptimizerState<Real>&)
      : lr(static_cast<Real>(now.lr)), decay(static_cast<Real>(now.weight_decay)) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g) const {
    p -= lr * (g + decay * p);
  }
};

template <class Real>
struct Momentum {
  static constexpr std::size_t slots = 1;
  Real lr, decay, keep;

  Momentum(const Now& now, OptimizerState<Real>&)
      : lr(static_cast<Real>(now.lr)),
        decay(static_cast<Real>(now.weight_decay)),
        keep(static_cast<Real>(now.momentum)) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& v) const {
    v = keep * v + (g + decay * p);
    p -= lr * v;
  }
};

template <class Real>
struct Nesterov : Momentum<Real> {
  using Momentum<Real>::Momentum;

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& v) const {
    const V slope = g + this->decay * p;
    v = this->keep * v + slope;
    p -= this->lr * (slope + this->keep * v);
  }
};

constexpr std::string_view sgd_options[] = {"weight_decay"};
constexpr std::string_view momentum_options[] = {"momentum", "weight_decay"};

}  // namespace

constexpr Definition sgd = define<Sgd>({
    .rule = Rule::sgd,
    .formula = "g <- g + wd p; p <- p - lr g",
    .meaning = "against the gradient",
    .source = "Robbins and Monro 1951; torch.optim.SGD",
    .options = sgd_options,
    .with_momentum = Rule::momentum,
});

constexpr Definition momentum = define<Momentum>({
    .rule = Rule::momentum,
    .formula = "g <- g + wd p; v <- momentum v + g; p <- p - lr v",
    .meaning = "against a geometric sum of the gradients: a constant gradient counts 1 / (1 - momentum) times",
    .source = "Polyak 1964; torch.optim.SGD(momentum=...)",
    .options = momentum_options,
});

constexpr Definition nesterov = define<Nesterov>({
    .rule = Rule::nesterov,
    .formula = "g <- g + wd p; v <- momentum v + g; p <- p - lr (g + momentum v)",
    .meaning = "momentum that looks one step ahead",
    .source = "Nesterov 1983; Sutskever et al. 2013; torch.optim.SGD(nesterov=True)",
    .options = momentum_options,
});

}  // namespace etude::optim
