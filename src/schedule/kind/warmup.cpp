// A straight warm-up is a ramp like any other; the other shapes are worked out step by step.

#include "etude/schedule/kind/warmup.h"

#include <cmath>

namespace etude::inline schedule {

double Warmup::risen(Step t, double p) const {
  switch (shape) {
    case Rise::linear:
      return p;
    case Rise::cosine:
      return 1 - cosine_weight(p);
    case Rise::sqrt:
      return 1 - std::sqrt(1 - p);
    case Rise::log: {
      const Step moves = steps - (end == End::last ? 1 : 0) + (first == First::moved ? 1 : 0);
      return p == 1 ? 1 : math::log(1 + p * static_cast<double>(moves)) / math::log(1 + static_cast<double>(moves));
    }
    case Rise::constant:
      return t < steps ? 0 : 1;
  }
  return p;
}

double Warmup::Compiled::curved(Step t) const {
  const double p = progress(t, options_.steps, options_.first, options_.end);
  return mix(options_.risen(t, p), options_.to, options_.from);
}

void Warmup::Compiled::values(Step first, std::span<double> out) const {
  if (options_.shape == Rise::linear) return line_.values(first, out);
  for (double& value : out) value = curved(first++);
}

std::string Warmup::in_python() const {
  const Step moves = steps - (end == End::last ? 1 : 0) + (first == First::moved ? 1 : 0);
  const std::string risen =
      python::one_of(shape, {"p", "(1 - math.cos(math.pi * p)) / 2", "1 - math.sqrt(1 - p)",
                             arithmetic("1 if p == 1 else math.log(1 + p * {}) / math.log(1 + {})", {moves, moves}),
                             arithmetic("0 if t < {} else 1", {steps})});
  return python::lines("{}\nw = {}\n{}\n", {python::progress_line(steps, first, end), risen, python::mixed(to, from)});
}

}  // namespace etude::schedule
