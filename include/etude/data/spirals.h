#pragma once

#include <cstdint>

#include "etude/data/dataset.h"

namespace etude {

/// Three interleaved spirals in the plane, the post's task.
struct SpiralOptions {
  std::size_t per_class = 100;  // samples of each class
  double noise = 0.25;          // standard deviation of the angle, in radians
  std::uint32_t seed = 0;       // of the noise
};

/// Sample i of class c lies at radius r = 0.2 + 0.8 i / (n - 1) and angle 4 (c + i / (n - 1)) + noise N(0, 1),
/// i = 0 ... n - 1: (r cos, r sin). Same numbers as NumPy's linspace and RandomState(seed).randn give.
Dataset make_spirals(const SpiralOptions& options = {});

}  // namespace etude
