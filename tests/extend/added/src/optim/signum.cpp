// Idea: of a running mean of the gradient only the sign counts, as with lion, but one mean does.
// Formula: m <- momentum m + (1 - momentum) g;  p <- p - lr sign(m).
// Source: Bernstein et al. 2018, "signSGD: Compressed Optimisation for Non-Convex Problems".

#include "optim/rule.h"

namespace etude::optim {
namespace {

template <class Real>
struct Signum {
  static constexpr std::size_t slots = 1;
  Real keep, take, lr;

  Signum(const Now& now, OptimizerState<Real>&)
      : keep(static_cast<Real>(now.momentum)),
        take(static_cast<Real>(1 - now.momentum)),
        lr(static_cast<Real>(now.lr)) {}

  template <class V>
  ETUDE_IN_LOOP void operator()(V& p, const V& g, V& m) const {
    m = keep * m + take * g;
    const V one = 1 + V{};
    const V sign = m > 0 ? one : m < 0 ? -one : m;
    p -= lr * sign;
  }
};

constexpr std::string_view signum_options[] = {"momentum"};

}  // namespace

constexpr Definition signum = define<Signum>({
    .rule = Rule::signum,
    .formula = "m <- momentum m + (1 - momentum) g; p <- p - lr sign(m)",
    .meaning = "every parameter moves by lr, in the direction of the mean of its gradient",
    .source = "Bernstein et al. 2018",
    .options = signum_options,
    .defaults = {.momentum = 0.95},
    .is_adaptive = true,
});

}  // namespace etude::optim
