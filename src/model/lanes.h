#pragma once
// Idea: what treats the numbers of a row alike takes 32 bytes of them at once, in the lanes of a vector; the same text
// is
//       compiled for every processor and for those with AVX2, chosen when the program runs.
// Formula: formula(at) for at = the first lanes, the next ...; at[row] reads them, at.put(row, lanes) writes them.
// Edges: the last lanes of a row may be fewer: they are read as 0, and written and summed up to the row's end.
// Cost: a pass over rows that lie in the cache. + - * / and comparisons are the same in every lane, nothing is fused,
// and
//       a sum has the same lanes everywhere, so no processor changes a bit. A dual number is a lane of its own.

#include <array>
#include <cstddef>
#include <cstring>

#include "etude/model/dual.h"
#include "etude/model/vectors.h"

#define ETUDE_INLINED __attribute__((always_inline))
#if defined(__x86_64__)
#define ETUDE_FOR_AVX2 __attribute__((target("avx2")))
#else
#define ETUDE_FOR_AVX2
#endif
// No vector is ever passed on: all that takes or gives one is inlined.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace etude::model {

template <class Real>
struct LanesOf {
  typedef Real Type __attribute__((vector_size(32)));
};
template <>
struct LanesOf<Dual> {
  using Type = Dual;
};
template <class Real>
using Lanes = typename LanesOf<Real>::Type;
template <class Real>
constexpr std::size_t lane_count = sizeof(Lanes<Real>) / sizeof(Real);

/// All lanes, from the row's number `first` on.
template <class Real>
struct AllLanes {
  std::size_t first;

  ETUDE_INLINED Lanes<Real> operator[](const Real* row) const {
    Lanes<Real> lanes;
    std::memcpy(&lanes, row + first, sizeof lanes);
    return lanes;
  }
  ETUDE_INLINED void put(Real* row, const Lanes<Real>& lanes) const { std::memcpy(row + first, &lanes, sizeof lanes); }
  ETUDE_INLINED Lanes<Real> cut(const Lanes<Real>& lanes) const { return lanes; }
};

/// The first `count` lanes; cut() makes the others 0.
template <class Real>
struct FirstLanes {
  std::size_t first, count;

  ETUDE_INLINED Lanes<Real> operator[](const Real* row) const {
    Lanes<Real> lanes{};
    std::memcpy(&lanes, row + first, count * sizeof(Real));
    return lanes;
  }
  ETUDE_INLINED void put(Real* row, const Lanes<Real>& lanes) const {
    std::memcpy(row + first, &lanes, count * sizeof(Real));
  }
  ETUDE_INLINED Lanes<Real> cut(const Lanes<Real>& lanes) const {
    Lanes<Real> some{};
    std::memcpy(&some, &lanes, count * sizeof(Real));
    return some;
  }
};

/// The lanes of a row from its number `first` on, those at `count` and beyond replaced by others.
template <class Real>
ETUDE_INLINED inline Lanes<Real> lanes_before(std::size_t count, std::size_t first, const Lanes<Real>& lanes,
                                              const Lanes<Real>& others) {
  if (first + lane_count<Real> <= count) return lanes;
  Real place[lane_count<Real>];
  for (std::size_t k = 0; k < lane_count<Real>; ++k) place[k] = static_cast<Real>(static_cast<double>(k));
  const double left = first < count ? static_cast<double>(count - first) : 0;
  return AllLanes<Real>{0}[place] < Lanes<Real>{} + static_cast<Real>(left) ? lanes : others;
}

/// formula(at) for the lanes of `count` numbers. To be called within in_lanes().
template <class Real, class Formula>
ETUDE_INLINED inline void for_lanes(std::size_t count, const Formula& formula) {
  std::size_t i = 0;
  for (; i + lane_count<Real> <= count; i += lane_count<Real>) formula(AllLanes<Real>{i});
  if (i < count) formula(FirstLanes<Real>{i, count - i});
}

/// One half of the lanes and the other, until one is left.
template <class Real>
ETUDE_INLINED inline Real total(const Lanes<Real>& sums) {
  Real each[lane_count<Real>];
  std::memcpy(each, &sums, sizeof sums);
  for (std::size_t half = lane_count<Real> / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i) each[i] += each[i + half];
  return each[0];
}

/// The sum of formula(at): each lane in ascending order, then total().
template <class Real, class Formula>
ETUDE_INLINED inline Real sum_lanes(std::size_t count, const Formula& formula) {
  Lanes<Real> sums{};
  for_lanes<Real>(count, [&](auto at) ETUDE_INLINED { sums += at.cut(formula(at)); });
  return total<Real>(sums);
}

/// The sums of formula(at, row) of `rows` rows side by side, which wait for each other's chains.
template <class Real, std::size_t rows, class Formula>
ETUDE_INLINED inline std::array<Real, rows> sum_rows(std::size_t count, const Formula& formula) {
  Lanes<Real> sums[rows] = {};
  for_lanes<Real>(count, [&](auto at) ETUDE_INLINED {
#pragma GCC unroll 8
    for (std::size_t row = 0; row < rows; ++row) sums[row] += at.cut(formula(at, row));
  });
  std::array<Real, rows> all;
#pragma GCC unroll 8
  for (std::size_t row = 0; row < rows; ++row) all[row] = total<Real>(sums[row]);
  return all;
}

/// The largest of at least one number; NaN may be passed over.
template <class Real>
ETUDE_INLINED inline Real largest_of(const Real* row, std::size_t count) {
  Lanes<Real> most = Lanes<Real>{} + row[0];
  std::size_t i = 0;
  for (; i + lane_count<Real> <= count; i += lane_count<Real>) {
    const Lanes<Real> next = AllLanes<Real>{i}[row];
    most = next > most ? next : most;
  }
  Real each[lane_count<Real>];
  std::memcpy(each, &most, sizeof most);
  Real largest = each[0];
  for (std::size_t k = 1; k < lane_count<Real>; ++k) largest = each[k] > largest ? each[k] : largest;
  if constexpr (lane_count < Real >> 1)
    for (; i < count; ++i) largest = row[i] > largest ? row[i] : largest;
  return largest;
}

template <class Work>
ETUDE_FOR_AVX2 void run_for_avx2(const Work& work) {
  work();
}

/// Runs work(), whose formulas are ETUDE_INLINED, in this machine's vectors.
template <class Work>
void in_lanes(const Work& work) {
  if (available(Vectors::avx2)) return run_for_avx2(work);
  work();
}

}  // namespace etude::model
