// Idea: a sum rounds by its order, so the order is fixed: eight sums, number j of the values whose index is j modulo 8,
//       in ascending order, in two vectors of four or four of two; then their total, as vectors.h has it.
// Formula: sqrt(sum x^2), in double, also for float32, whose squares a double holds exactly.
// Edges: what does not fill eight is filled up with zeros. A sum that overflows or comes near the subnormals is taken
//        anew of x 2^-600 or x 2^600, which is exact where it counts.
// Cost: two flops a value; a second pass only at those edges.
// Source: torch.nn.utils.clip_grad_norm_, for the 1e-6.

#include <cassert>
#include <cmath>

#include "optim/norm.h"
#include "optim/rule.h"

namespace etude::optim {
namespace {

/// Adds the squares of eight values, times `scale`, to the eight sums.
template <int lanes, class Real>
ETUDE_IN_LOOP void add_squares(const Real* values, double scale, Vector<double, lanes * 8>* sum) {
  for (std::size_t j = 0; j < eight / lanes; ++j) {
    Vector<Real, lanes * sizeof(Real)> few;
    std::memcpy(&few, values + j * lanes, sizeof few);
    const Vector<double, lanes* 8> x = __builtin_convertvector(few, Vector<double, lanes * 8>) * scale;
    sum[j] += x * x;
  }
}

template <int lanes, class Real>
ETUDE_IN_LOOP double sum_of_squares(const Real* values, std::size_t count, double scale) {
  Vector<double, lanes * 8> sum[eight / lanes] = {};
  std::size_t i = 0;
  for (; i + eight <= count; i += eight) add_squares<lanes>(values + i, scale, sum);
  if (i < count) {
    Real last[eight] = {};
    std::memcpy(last, values + i, (count - i) * sizeof(Real));
    add_squares<lanes>(last, scale, sum);
  }
  return total(sum);
}

template <class Real>
double narrow_sum(const Real* values, std::size_t count, double scale) {
  return sum_of_squares<2>(values, count, scale);
}

template <class Real>
ETUDE_WIDE double wide_sum(const Real* values, std::size_t count, double scale) {
  return sum_of_squares<4>(values, count, scale);
}

template <class Real>
struct Scaling {
  static constexpr std::size_t slots = 0;
  Real factor;

  template <class V>
  ETUDE_IN_LOOP void operator()(V& x, const V&) const {
    x *= factor;
  }
};

}  // namespace

template <class Real>
double norm_in([[maybe_unused]] Width width, std::span<const Real> values) {
  auto sum = narrow_sum<Real>;
  if constexpr (has_wide)
    if (width == Width::wide) sum = wide_sum<Real>;
  const double plain = sum(values.data(), values.size(), 1);
  if (plain > 0x1p1000) return std::sqrt(sum(values.data(), values.size(), 0x1p-600)) * 0x1p600;
  if (plain < 0x1p-900) return std::sqrt(sum(values.data(), values.size(), 0x1p600)) * 0x1p-600;
  return std::sqrt(plain);
}

template double norm_in(Width, std::span<const double>);
template double norm_in(Width, std::span<const float>);

template <class Real>
double global_norm(std::span<const Real> values) {
  return norm_in(widest(), values);
}

template <class Real>
double clip_by_global_norm(std::span<Real> gradients, double limit) {
  assert(limit > 0);
  const double norm = global_norm(std::span<const Real>(gradients));
  const double scale = limit / (norm + 1e-6);
  if (scale >= 1) return norm;
  const Scaling<Real> scaling{static_cast<Real>(scale)};
  update(scaling, Arrays<Real>{gradients.data(), gradients.data(), nullptr, gradients.size()}, widest());
  return norm;
}

template double global_norm(std::span<const double>);
template double global_norm(std::span<const float>);
template double clip_by_global_norm(std::span<double>, double);
template double clip_by_global_norm(std::span<float>, double);

}  // namespace etude::optim
