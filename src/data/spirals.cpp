// The post's data: one arm a class, in the plane, its noise in the angle.

#include "data/spirals.h"

#include <cassert>
#include <cmath>

#include "etude/base/math.h"
#include "etude/base/number.h"
#include "etude/base/random.h"

namespace etude::data {
namespace {

/// Point i of n from start to stop, rounded as NumPy's linspace rounds it: i step + start, the last one `stop` itself.
double linspace(double start, double stop, std::size_t n, std::size_t i) {
  if (n > 1 && i + 1 == n) return stop;
  const double step = n > 1 ? (stop - start) / static_cast<double>(n - 1) : 0;
  return static_cast<double>(i) * step + start;
}

Result<void> check_counts(const SpiralOptions& options) {
  constexpr std::size_t most = 10'000'000;
  if (options.classes < 2 || options.classes > max_classes)
    return refuse("classes must be 2 to " + std::to_string(max_classes) + ", not " + std::to_string(options.classes));
  if (options.per_class < 2 || options.per_class > most / options.classes)
    return refuse("per_class must be at least 2 and classes x per_class at most " + std::to_string(most) +
                  ", not per_class=" + std::to_string(options.per_class));
  return {};
}

}  // namespace

Result<void> check(const SpiralOptions& options) {
  if (const auto counts = check_counts(options); !counts) return counts;
  struct Field {
    const char* name;
    double value;
    bool may_be_negative;
  };
  const Field fields[] = {{"turn_radians", options.turn_radians, true},
                          {"spacing_radians", options.spacing_radians, true},
                          {"inner_radius", options.inner_radius, false},
                          {"outer_radius", options.outer_radius, false},
                          {"noise", options.noise, false}};
  for (const Field& field : fields)
    if (!std::isfinite(field.value) || (field.value < 0 && !field.may_be_negative))
      return refuse(std::string(field.name) + " must be a finite number" +
                    (field.may_be_negative ? "" : " of at least 0") + ", not " + shortest(field.value));
  if (options.inner_radius == 0 && options.outer_radius == 0)
    return refuse("inner_radius or outer_radius must be above 0: all samples would lie on one point");
  return {};
}

Dataset make_spirals(const SpiralOptions& options) {
  assert(check(options));
  const std::size_t n = options.per_class;
  const double even = 2 * math::pi / static_cast<double>(options.classes);
  const double spacing = options.spacing_radians == 0 ? even : options.spacing_radians;
  RandomState random(options.seed);
  Dataset data{.features = 2, .classes = options.classes, .inputs = {}, .labels = {}};
  for (std::size_t c = 0; c < options.classes; ++c) {
    const double begin = spacing * static_cast<double>(c);
    for (std::size_t i = 0; i < n; ++i) {
      const double angle = linspace(begin, begin + options.turn_radians, n, i) + random.normal() * options.noise;
      const double radius = linspace(options.inner_radius, options.outer_radius, n, i);
      data.inputs.push_back(radius * math::cos(angle));
      data.inputs.push_back(radius * math::sin(angle));
      data.labels.push_back(static_cast<std::int32_t>(c));
    }
  }
  return data;
}

}  // namespace etude::data
