#pragma once
// Idea: an update treats every parameter alike, so a processor takes several at once in the lanes of a vector; the same
//       text of a formula is compiled for vectors of 16 bytes, which every processor has, and of 32, chosen when the
//       program runs.
// Formula: formula(p, g, slots...) of the rule, on vectors of Real; p and the slots are changed in place.
// Edges: what is left after the last whole vector is computed as one more, filled up with zeros, and cut.
// Cost: a pass over memory. + - * / and sqrt round alike in every lane and nothing is fused, so no width changes a bit.

#include <cmath>
#include <cstddef>
#include <cstring>
#include <span>
#include <utility>

#define ETUDE_IN_LOOP inline __attribute__((always_inline))

namespace etude::optim {

enum class Width { narrow, wide };  // 16 and 32 bytes

#if defined(__x86_64__)
#define ETUDE_WIDE __attribute__((target("avx2")))
inline constexpr bool has_wide = true;
inline Width widest() { return __builtin_cpu_supports("avx2") ? Width::wide : Width::narrow; }
#else
#define ETUDE_WIDE
inline constexpr bool has_wide = false;  // and none is compiled
inline Width widest() { return Width::narrow; }
#endif

/// So many Reals in one vector.
template <class Real, int bytes>
struct VectorOf {
  typedef Real Type __attribute__((vector_size(bytes)));
};
template <class Real, int bytes>
using Vector = typename VectorOf<Real, bytes>::Type;

/// root = the square root of each lane of x: by the processor's own instruction, since std::sqrt minds errno. Those of
/// 32 bytes are inlined last, into update_wide: a text that is compiled for 16 bytes too may call, but not contain
/// them.
#if defined(__x86_64__)
ETUDE_IN_LOOP void square_root(const Vector<float, 16>& x, Vector<float, 16>& root) { root = __builtin_ia32_sqrtps(x); }
ETUDE_IN_LOOP void square_root(const Vector<double, 16>& x, Vector<double, 16>& root) {
  root = __builtin_ia32_sqrtpd(x);
}
ETUDE_WIDE inline void square_root(const Vector<float, 32>& x, Vector<float, 32>& root) {
  root = __builtin_ia32_sqrtps256(x);
}
ETUDE_WIDE inline void square_root(const Vector<double, 32>& x, Vector<double, 32>& root) {
  root = __builtin_ia32_sqrtpd256(x);
}
#else
template <class Reals>
ETUDE_IN_LOOP void square_root(const Reals& x, Reals& root) {
  for (std::size_t k = 0; k < sizeof x / sizeof x[0]; ++k) root[k] = std::sqrt(x[k]);
}
#endif

/// Numbers are summed in eight sums, number j in sum j modulo 8, whatever the width of the vectors that hold these side
/// by side; and the eight are added in this order. So no width changes a bit of a sum.
inline constexpr std::size_t eight = 8;
template <class Doubles>
ETUDE_IN_LOOP double total(const Doubles (&sums)[eight * sizeof(double) / sizeof(Doubles)]) {
  double s[eight];
  std::memcpy(s, sums, sizeof s);
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

/// Where an update reads and writes: `count` parameters, as many gradients, and slots of as many each, end to end.
template <class Real>
struct Arrays {
  Real* parameters;
  const Real* gradients;
  Real* slots;
  std::size_t count;
};

/// The formula on the `bytes` at i, which are one whole vector or, at the end, the first of one.
template <class Real, int bytes, class Formula, std::size_t... k>
ETUDE_IN_LOOP void update_at(const Formula& formula, const Arrays<Real>& at, std::size_t i, std::size_t filled,
                             std::index_sequence<k...>) {
  using Reals = Vector<Real, bytes>;
  Reals p{}, g{};
  [[maybe_unused]] Reals slots[sizeof...(k) + 1] = {};
  std::memcpy(&p, at.parameters + i, filled);
  std::memcpy(&g, at.gradients + i, filled);
  (std::memcpy(&slots[k], at.slots + k * at.count + i, filled), ...);
  formula(p, g, slots[k]...);
  std::memcpy(at.parameters + i, &p, filled);
  (std::memcpy(at.slots + k * at.count + i, &slots[k], filled), ...);
}

template <int bytes, class Real, class Formula>
ETUDE_IN_LOOP void update_all(const Formula& formula, const Arrays<Real>& arrays) {
  constexpr std::size_t lanes = bytes / sizeof(Real);
  constexpr auto slots = std::make_index_sequence<Formula::slots>();
  const Formula own = formula;  // or a parameter might be part of it
  const Arrays<Real> at = arrays;
  std::size_t i = 0;
  for (; i + lanes <= at.count; i += lanes) update_at<Real, bytes>(own, at, i, bytes, slots);
  if (i < at.count) update_at<Real, bytes>(own, at, i, (at.count - i) * sizeof(Real), slots);
}

template <class Real, class Formula>
void update_narrow(const Formula& formula, const Arrays<Real>& arrays) {
  update_all<16>(formula, arrays);
}

template <class Real, class Formula>
ETUDE_WIDE void update_wide(const Formula& formula, const Arrays<Real>& arrays) {
  update_all<32>(formula, arrays);
}

/// Applies the formula to every parameter. Formula::slots says how many slots it is given.
template <class Real, class Formula>
void update(const Formula& formula, const Arrays<Real>& arrays, [[maybe_unused]] Width width) {
  if constexpr (has_wide)
    if (width == Width::wide) return update_wide(formula, arrays);
  update_narrow(formula, arrays);
}

}  // namespace etude::optim
