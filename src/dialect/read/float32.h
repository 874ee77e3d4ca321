#pragma once
// The arithmetic of libraries that compute in float32: each function rounds its result to float32, as theirs does.

#include <cmath>

#include "etude/base/math.h"
#include "etude/base/step.h"

namespace etude::dialect::float32 {

inline constexpr float pi = 3.14159274101257324f;

inline float of(double x) { return static_cast<float>(x); }
inline float of(Step x) { return static_cast<float>(x); }
/// As glibc, and so JAX on a CPU, has it: off the nearest float32 in one case of sixty, which powers of it show.
float cos(float x);
/// As compiled XLA has it, whose last bit decides in which cycle Keras puts a restart; x is above 0.
float log(float x);
inline float pow(float x, float y) { return of(math::pow(static_cast<double>(x), static_cast<double>(y))); }

/// x y + z rounded once, as compiled XLA does it.
inline float fused(float x, float y, float z) { return std::fma(x, y, z); }

/// As compiled XLA gives it: 0 for what is less than a normal float32.
inline float flushed(float x) { return std::fpclassify(x) == FP_SUBNORMAL ? 0.0f : x; }

}  // namespace etude::dialect::float32
