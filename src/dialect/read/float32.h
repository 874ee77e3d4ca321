#pragma once
// The arithmetic of libraries that compute in float32: each function rounds its result to float32, as theirs does.

#include <cmath>

#include "etude/base/math.h"
#include "etude/base/step.h"

namespace etude::dialect::float32 {

inline constexpr float pi = 3.14159274101257324f;

inline float of(double x) { return static_cast<float>(x); }
inline float of(Step x) { return static_cast<float>(x); }
inline float cos(float x) { return of(math::cos(static_cast<double>(x))); }
inline float log(float x) { return of(math::log(static_cast<double>(x))); }
inline float pow(float x, float y) { return of(math::pow(static_cast<double>(x), static_cast<double>(y))); }

/// x y + z rounded once, as compiled XLA does it.
inline float fused(float x, float y, float z) { return std::fma(x, y, z); }

}  // namespace etude::dialect::float32
