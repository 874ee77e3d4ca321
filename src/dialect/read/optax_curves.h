#pragma once
// The curves of which optax's schedules are made: each is a schedule of etude's kinds, and the numbers that JAX
// computes for it in float32. optax's own operations are repeated in its own order. Steps are doubles, because optax
// takes lengths with a fraction; of these no kind says the curve, and the meaning is refused.

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "dialect/read/reading.h"

namespace etude::dialect::optax {

struct Curve {
  Result<Schedule> meaning;
  std::function<double(double t)> value;
  bool is_float32 = true;  // a constant is handed on as Python's own float
};
Result<Reading> reading_of(const Arguments& a, const Curve& curve);

/// A power as it was written: an int is multiplied out, a float is not.
struct Power {
  double value = 1;
  bool is_int = true;
  float of(float x) const;
};

struct Decay {
  double from = 1;
  double steps = 1;
  double rate = 1;
  double begin = 0;
  bool staircase = false;
  std::optional<double> end = {};
};

using Pairs = std::vector<std::pair<double, double>>;  // a step, and the factor of the rate from there

Curve constant_curve(double value);
Curve polynomial_curve(double from, double to, const Power& power, double steps, double begin = 0);
Curve cosine_curve(double from, double steps, double alpha, const Power& exponent);
Curve decay_curve(Decay decay);
/// The scales are in the order of their steps.
Curve scaled_curve(double from, const Pairs& scales);
Curve interpolated_curve(bool is_cosine, double from, const Pairs& scales);
/// Each curve from its boundary on, on its own clock. A boundary that is not above the one before it hides the curve
/// there.
Curve joined(const std::vector<Curve>& curves, std::vector<double> boundaries);

}  // namespace etude::dialect::optax
