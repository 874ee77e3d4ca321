#pragma once
// Interleaved spirals in the plane.

#include <cstdint>

#include "etude/data/dataset.h"

namespace etude::data {

/// Interleaved spirals in the plane, one arm a class. The defaults are the post's three; more arms, longer ones, more
/// noise or fewer samples make the task harder.
struct SpiralOptions {
  std::size_t classes = 3;      // arms
  std::size_t per_class = 100;  // samples of each class
  double turn_radians = 4;      // how far an arm turns from its inner to its outer end
  double spacing_radians = 4;   // from one arm's beginning to the next one's; 0 spreads them evenly, 2 pi / classes
  double inner_radius = 0.2;
  double outer_radius = 1;
  double noise = 0.25;     // standard deviation of the angle, in radians
  std::uint32_t seed = 0;  // of the noise
};

/// Refused: fewer than 2 classes or 2 samples a class, more than max_classes or ten million samples in all, a noise
/// below 0, a radius below 0, radii both 0, and any number that is not finite.
Result<void> check(const SpiralOptions& options);

/// Sample i of class c lies at radius r = inner + (outer - inner) i / (n - 1) and angle
/// spacing c + turn i / (n - 1) + noise N(0, 1), i = 0 ... n - 1: (r cos, r sin). Same numbers as NumPy's linspace and
/// RandomState(seed).randn give. The options pass check().
Dataset make_spirals(const SpiralOptions& options = {});

}  // namespace etude::data
