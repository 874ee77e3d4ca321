// Which kernels this processor can run, asked once.

#include "model/kernels.h"

#include <type_traits>

#include "model/reference.h"

namespace etude::model {

bool available(Vectors vectors) {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (vectors == Vectors::avx2) return avx2;
  if (vectors == Vectors::avx512) return avx2 && __builtin_cpu_supports("avx512f");
#endif
  return vectors == Vectors::portable || vectors == Vectors::widest;
}

namespace kernels {

namespace {

Vectors widest_available() {
  if (available(Vectors::avx512)) return Vectors::avx512;
  return available(Vectors::avx2) ? Vectors::avx2 : Vectors::portable;
}

template <class Real>
Kernel<Real> pick(const Kernel<double>& float64, const Kernel<float>& float32) {
  if constexpr (std::is_same_v<Real, double>)
    return float64;
  else
    return float32;
}

}  // namespace

template <class Real>
Kernel<Real> kernel(Vectors vectors) {
  if (vectors == Vectors::widest) vectors = widest_available();
#if defined(__x86_64__)
  if (vectors == Vectors::avx512 && available(vectors)) return pick<Real>(avx512::float64, avx512::float32);
  if (vectors == Vectors::avx2 && available(vectors)) return pick<Real>(avx2::float64, avx2::float32);
#endif
  return pick<Real>(portable::float64, portable::float32);
}

template Kernel<double> kernel(Vectors);
template Kernel<float> kernel(Vectors);

template <>
Kernel<Dual> kernel(Vectors) {
  return reference<Dual>();
}

}  // namespace kernels
}  // namespace etude::model
