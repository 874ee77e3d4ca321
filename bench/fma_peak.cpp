// The most multiply-adds that one core does in a second: chains of dependent ones, as many side by side as it takes to
// keep every unit busy, in the widest vectors that there are.

#include "fma_peak.h"

#include <benchmark/benchmark.h>

#include <cstddef>

#include "etude/model/network.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define ETUDE_TARGET(isa) __attribute__((target(isa)))
#endif

namespace etude::bench {

namespace {

constexpr std::int64_t kSteps = 20000;
constexpr int kChains = 12;  // more than latency times throughput of any core so far: 4 x 2 to 5 x 2

// The chains begin at different numbers: a compiler keeps one of two that are equal.
#if defined(__x86_64__)
// NOLINTBEGIN(bugprone-macro-parentheses): types cannot be put into parentheses
#define ETUDE_CHAINS(name, isa, Real, Vector, set1, fmadd)                                         \
  ETUDE_TARGET(isa) std::int64_t name(Real seed) {                                                 \
    Vector sum[kChains];                                                                           \
    for (int i = 0; i < kChains; ++i) sum[i] = set1(seed + static_cast<Real>(i));                  \
    const Vector half = set1(seed / 2);                                                            \
    for (std::int64_t step = 0; step < kSteps; ++step)                                             \
      for (int i = 0; i < kChains; ++i) sum[i] = fmadd(sum[i], half, half);                        \
    for (int i = 0; i < kChains; ++i) benchmark::DoNotOptimize(*reinterpret_cast<Real*>(sum + i)); \
    return 2 * kSteps * kChains * static_cast<std::int64_t>(sizeof(Vector) / sizeof(Real));        \
  }
// NOLINTEND(bugprone-macro-parentheses)
ETUDE_CHAINS(avx2_chains, "avx2,fma", double, __m256d, _mm256_set1_pd, _mm256_fmadd_pd)
ETUDE_CHAINS(avx2_chains, "avx2,fma", float, __m256, _mm256_set1_ps, _mm256_fmadd_ps)
ETUDE_CHAINS(avx512_chains, "avx512f", double, __m512d, _mm512_set1_pd, _mm512_fmadd_pd)
ETUDE_CHAINS(avx512_chains, "avx512f", float, __m512, _mm512_set1_ps, _mm512_fmadd_ps)
#endif

template <class Real>
std::int64_t portable_chains(Real seed) {
  typedef Real Vector __attribute__((vector_size(16)));
  Vector sum[kChains];
  for (int i = 0; i < kChains; ++i) sum[i] = Vector{} + (seed + static_cast<Real>(i));
  const Vector half = Vector{} + seed / 2;
  for (std::int64_t step = 0; step < kSteps; ++step)
    for (int i = 0; i < kChains; ++i) sum[i] = sum[i] * half + half;
  for (int i = 0; i < kChains; ++i) benchmark::DoNotOptimize(sum[i][0] + sum[i][1]);
  return 2 * kSteps * kChains * static_cast<std::int64_t>(16 / sizeof(Real));
}

template <class Real>
std::int64_t chains(Real seed, model::Vectors most) {
#if defined(__x86_64__)
  using model::Vectors;
  if (most == Vectors::widest && model::available(Vectors::avx512)) return avx512_chains(seed);
  if (model::available(Vectors::avx2)) return avx2_chains(seed);
#endif
  return portable_chains(seed);
}

}  // namespace

std::int64_t run_fma_chains(double seed, model::Vectors most) { return chains(seed, most); }
std::int64_t run_fma_chains(float seed, model::Vectors most) { return chains(seed, most); }

}  // namespace etude::bench
