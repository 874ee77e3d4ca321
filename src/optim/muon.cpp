// Idea: what a matrix does to its input it does in the directions of its singular vectors; an update whose singular values
//       are all the same moves every direction alike, where a gradient moves a few of them. So the momentum of a matrix is
//       replaced by the nearest orthogonal one, by an iteration of products alone.
// Formula: m <- mu m + (1 - mu) g;  u = (1 - mu) g + mu m (Nesterov);  X = u / (|u| + 1e-7), |.| the root of the sum of
//          squares, transposed where it is taller than wide;  five times X <- a X + (b S + c S S) X, S = X X^T,
//          (a, b, c) = (3.4445, -4.7750, 2.0315);  p <- p - d p - lr 0.2 sqrt(max(rows, columns)) X,
//          d = lr wd (tied) or wd (untied). What is no matrix takes adamw's step, with beta1, beta2 and epsilon.
// Edges: singular values end between about 0.7 and 1.2, not at 1: the coefficients are chosen for speed. One that is 0
//        stays 0, so a gradient of 0 gives a step of 0. The factor of the step makes its mean square about that of
//        adamw's, so that one rate serves both. NaN and infinity in one number make all numbers of its matrix NaN.
// Cost: of a matrix of r rows and c >= r columns 5 (4 r r c + 2 r r r) flops and a pass over memory.
// Source: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks" (iteration, coefficients);
//         Liu et al. 2025, "Muon is scalable for LLM training" (0.2 sqrt(max), weight decay); torch.optim.Muon with
//         adjust_lr_fn="match_rms_adamw", which multiplies in bfloat16 where this is in Real.

#include <algorithm>
#include <cmath>

#include "optim/adam.h"
#include "optim/matrix.h"
#include "optim/norm.h"

#ifndef ETUDE_WITHOUT_MATRICES

namespace etude::optim {
namespace {

constexpr double muon_a = 3.4445, muon_b = -4.7750, muon_c = 2.0315;
constexpr int iterations = 5;

/// Momentum, and the direction in which the step looks ahead.
template <class Real>
struct LookAhead {
  static constexpr std::size_t slots = 2;
  Real keep, take;

  template <class V>
  ETUDE_IN_LOOP void operator()(V& ahead, const V& g, V& m, V&) const {
    m = keep * m + take * g;
    ahead = take * g + keep * m;
  }
};

/// x <- a x + b y.
template <class Real>
struct Mixture {
  static constexpr std::size_t slots = 0;
  Real a, b;

  template <class V>
  ETUDE_IN_LOOP void operator()(V& x, const V& y) const {
    x = a * x + b * y;
  }
};

/// to <- a to + b from.
template <class Real>
void mix(std::span<Real> to, double a, const std::vector<Real>& from, double b, Width width) {
  const Mixture<Real> mixture{static_cast<Real>(a), static_cast<Real>(b)};
  update(mixture, Arrays<Real>{to.data(), from.data(), nullptr, to.size()}, width);
}

/// The matrix that is nearly orthogonal, of no more rows than columns.
template <class Real>
Matrix<Real> orthogonal(Matrix<Real> x, Width width) {
  const auto mixed = [&](Matrix<Real>& to, double a, const Matrix<Real>& from, double b) {
    mix<Real>(to.numbers, a, from.numbers, b, width);
  };
  mixed(x, 1 / (norm_in<Real>(width, x.numbers) + 1e-7), x, 0);
  for (int i = 0; i < iterations; ++i) {
    const Matrix<Real> s = product(x, transposed(x), width);
    Matrix<Real> polynomial = product(s, s, width);
    mixed(polynomial, muon_c, s, muon_b);
    const Matrix<Real> moved = product(polynomial, x, width);
    mixed(x, muon_a, moved, 1);
  }
  return x;
}

template <class Real>
void muon_step(const Now& now, const Problem<Real>& on, Width width) {
  const std::size_t count = on.parameters.size();
  const auto [rows, columns] = on.shape;
  Matrix<Real> ahead{rows, columns, std::vector<Real>(count)};
  const LookAhead<Real> look{static_cast<Real>(now.momentum), static_cast<Real>(1 - now.momentum)};
  update(look, Arrays<Real>{ahead.numbers.data(), on.gradients.data(), on.state.slots.data(), count}, width);
  const bool is_tall = rows > columns;
  Matrix<Real> direction = orthogonal(is_tall ? transposed(ahead) : std::move(ahead), width);
  if (is_tall) direction = transposed(direction);
  const double scale = 0.2 * std::sqrt(static_cast<double>(std::max(rows, columns)));
  mix<Real>(on.parameters, 1 - now.decay_at(now.lr), direction.numbers, -now.lr * scale, width);
}

constexpr std::string_view muon_options[] = {"momentum",     "beta1", "beta2",          "epsilon",
                                             "weight_decay", "decay", "bias_correction"};

}  // namespace

constexpr Definition muon = define<AdamW>(
    {
        .rule = Rule::muon,
        .formula = "of a matrix m <- momentum m + (1 - momentum) g; p <- p - d p - lr 0.2 sqrt(max(rows, columns)) "
                   "orthogonal((1 - momentum) g + momentum m), d as adamw; of the rest as adamw",
        .meaning = "every direction of a weight matrix moves alike: momentum made orthogonal by five Newton-Schulz "
                   "iterations; adamw for the rest",
        .source = "Jordan et al. 2024; Liu et al. 2025; torch.optim.Muon(adjust_lr_fn=\"match_rms_adamw\")",
        .options = muon_options,
        .defaults = {.momentum = 0.95, .weight_decay = 0.1},
        .is_adaptive = true,
        .takes_matrices = true,
    },
    {muon_step<float>, muon_step<double>});

}  // namespace etude::optim

#endif
