// Idea: the values along a ramp are independent of each other, so a processor computes several at once in the lanes of
//       a vector. Neighbours on a wave mostly lie in one cell of the cosine's table, and share it.
// Formula: w a + (1 - w) b at p = n / whole, w = 1 - p, p or (1 + cos(pi p)) / 2; cosine as in cos_pi.h.
// Edges: n up to 2^52 in vectors, above that one by one; a vector across cells takes each lane's own; what is left of
//        a span after its last whole vector is computed as one more and cut.
// Cost: a division, and 31 flops for a wave, in vectors of two; of four where the processor has them. Every lane does
//       what a single value does, without fused multiply-adds, so no width changes a bit.

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/cos_pi.h"
#include "etude/base/math.h"

#define ETUDE_IN_LOOP inline __attribute__((always_inline))

namespace etude::math {
namespace {

template <int lanes>
struct Wide {
  typedef double Reals __attribute__((vector_size(lanes * sizeof(double))));
  typedef std::int64_t Integers __attribute__((vector_size(lanes * sizeof(double))));
};
template <int lanes>
using Reals = typename Wide<lanes>::Reals;
template <int lanes>
using Cells = detail::TurnCellOf<Reals<lanes>>;

template <int lanes>
ETUDE_IN_LOOP void store_mixed(const Reals<lanes>& w, const Ramp& ramp, double* out, std::size_t count) {
  const Reals<lanes> values = w * ramp.a + (1 - w) * ramp.b;
  if (count >= lanes)
    std::memcpy(out, &values, sizeof values);
  else
    std::memcpy(out, &values, count * sizeof(double));
}

/// The values at p = the cells' middle + d.
template <int lanes>
ETUDE_IN_LOOP void store_wave(const Cells<lanes>& cells, const Reals<lanes>& d, const Ramp& ramp, double* out,
                              std::size_t count) {
  Reals<lanes> cosine;
  const Reals<lanes> small = cells.slope_rest * d;
  detail::cosine_in_cell(cells, d, small, cosine);
  const Reals<lanes> w = 0.5 * (1 + cosine);
  store_mixed<lanes>(w, ramp, out, count);
}

/// The values at p, each lane in its own cell.
template <int lanes, std::size_t... k>
ETUDE_IN_LOOP void store_own_cells(const Reals<lanes>& p, const Ramp& ramp, double* out, std::size_t count,
                                   std::index_sequence<k...>) {
  const Reals<lanes> shifted = p + detail::turn_magic;
  typename Wide<lanes>::Integers j;
  std::memcpy(&j, &shifted, sizeof j);
  j &= detail::turn_cells - 1;
  const detail::TurnCell* const cell[] = {&detail::turn_table[static_cast<std::size_t>(j[k])]...};
  const Cells<lanes> cells{Reals<lanes>{cell[k]->cosine...}, Reals<lanes>{cell[k]->cosine_rest...},
                           Reals<lanes>{cell[k]->slope...}, Reals<lanes>{cell[k]->slope_rest...}};
  const Reals<lanes> d = p - (shifted - detail::turn_magic);
  store_wave<lanes>(cells, d, ramp, out, count);
}

/// How many vectors that begin at n surely lie in the cell around `middle`, where the one before them ends.
ETUDE_IN_LOOP std::size_t vectors_within(double middle, double whole, double n, double way, int lanes) {
  const double edge = (way * middle + 1.0 / 128 - 0x1p-40) * whole;
  const double vectors = (edge - way * n + 1) / lanes;
  return vectors >= 1 ? static_cast<std::size_t>(vectors) : 0;
}

template <int lanes>
ETUDE_IN_LOOP void wave_values(const Ramp& ramp, const Reals<lanes>& begin, double way, double* out,
                               std::size_t count) {
  const Ramp r = ramp;  // its own, or a value might be part of it
  const Reals<lanes> stride = way * lanes + Reals<lanes>{}, ones = 1 + Reals<lanes>{};
  Reals<lanes> n = begin;
  for (std::size_t i = 0; i < count;) {
    const Reals<lanes> p = n / r.whole;
    store_own_cells<lanes>(p, r, out + i, count - i, std::make_index_sequence<lanes>());
    i += lanes;
    n += stride;
    if (i >= count) return;
    const detail::Turn last = detail::nearest_cell(p[lanes - 1]);
    const double middle = p[lanes - 1] - last.d;
    const std::size_t within = std::min(vectors_within(middle, r.whole, n[0], way, lanes), (count - i) / lanes);
    const detail::TurnCell& cell = detail::turn_cell(last.j);
    const Cells<lanes> shared{cell.cosine * ones, cell.cosine_rest * ones, cell.slope * ones, cell.slope_rest * ones};
    for (const std::size_t end = i + within * lanes; i < end; i += lanes, n += stride) {
      const Reals<lanes> d = n / r.whole - middle;
      store_wave<lanes>(shared, d, r, out + i, lanes);
    }
  }
}

template <Weight weight, int lanes>
ETUDE_IN_LOOP void line_values(const Ramp& ramp, const Reals<lanes>& begin, double way, double* out,
                               std::size_t count) {
  const Ramp r = ramp;
  Reals<lanes> n = begin;
  const Reals<lanes> stride = way * lanes + Reals<lanes>{};
  for (std::size_t i = 0; i < count; i += lanes, n += stride) {
    const Reals<lanes> p = n / r.whole;
    const Reals<lanes> w = weight == Weight::left ? 1 - p : p;
    store_mixed<lanes>(w, r, out + i, count - i);
  }
}

template <int lanes>
ETUDE_IN_LOOP void any_values(const Ramp& ramp, double first, double way, double* out, std::size_t count) {
  Reals<lanes> n;
  for (int k = 0; k < lanes; ++k) n[k] = first + way * k;
  switch (ramp.weight) {
    case Weight::left:
      return line_values<Weight::left, lanes>(ramp, n, way, out, count);
    case Weight::done:
      return line_values<Weight::done, lanes>(ramp, n, way, out, count);
    case Weight::wave:
      return wave_values<lanes>(ramp, n, way, out, count);
  }
}

void portable_values(const Ramp& ramp, double first, double way, double* out, std::size_t count) {
  any_values<2>(ramp, first, way, out, count);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) void avx2_values(const Ramp& ramp, double first, double way, double* out,
                                                 std::size_t count) {
  any_values<4>(ramp, first, way, out, count);
}
bool has_avx2() { return __builtin_cpu_supports("avx2"); }
#else
constexpr auto avx2_values = portable_values;
bool has_avx2() { return false; }
#endif

}  // namespace

double Ramp::on_wave(double p, double a, double b) { return mix(0.5 * (1 + detail::cos_pi_within(p)), a, b); }

void Ramp::values(std::int64_t first, int way, std::span<double> out) const {
  constexpr std::size_t few = 2;
  if (out.size() > few && whole < 0x1p52) {
    (has_avx2() ? avx2_values : portable_values)(*this, static_cast<double>(first), way, out.data(), out.size());
    return;
  }
  for (double& value : out) {
    value = (*this)(static_cast<double>(first));
    first += way;
  }
}

}  // namespace etude::math
