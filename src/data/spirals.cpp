#include "etude/data/spirals.h"

#include "etude/base/math.h"
#include "etude/base/random.h"

namespace etude {
namespace {

/// Point i of n from start to stop, rounded as NumPy's linspace rounds it: i step + start, the last one `stop` itself.
double linspace(double start, double stop, std::size_t n, std::size_t i) {
  if (n > 1 && i + 1 == n) return stop;
  const double step = n > 1 ? (stop - start) / static_cast<double>(n - 1) : 0;
  return static_cast<double>(i) * step + start;
}

}  // namespace

Dataset make_spirals(const SpiralOptions& options) {
  constexpr std::size_t classes = 3;
  RandomState random(options.seed);
  Dataset data{.features = 2, .classes = classes, .inputs = {}, .labels = {}};
  for (std::size_t c = 0; c < classes; ++c) {
    const double turn = 4.0 * static_cast<double>(c);
    for (std::size_t i = 0; i < options.per_class; ++i) {
      const double angle = linspace(turn, turn + 4, options.per_class, i) + random.normal() * options.noise;
      const double radius = linspace(0.2, 1.0, options.per_class, i);
      data.inputs.push_back(radius * math::cos(angle));
      data.inputs.push_back(radius * math::sin(angle));
      data.labels.push_back(static_cast<std::int32_t>(c));
    }
  }
  return data;
}

}  // namespace etude
