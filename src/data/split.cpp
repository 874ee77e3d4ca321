// The samples of each part are drawn without replacement, then put in their order again.

#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "data/draw.h"
#include "data/transform.h"
#include "etude/base/math.h"
#include "etude/base/number.h"

namespace etude::data {
namespace {

/// How many of n samples a part gets, or why it cannot be.
Result<std::size_t> part_size(const char* option, double fraction, const Dataset& already, std::size_t n) {
  if (!(fraction >= 0 && fraction < 1))
    return refuse(std::string(option) + " must be at least 0 and below 1, not " + shortest(fraction));
  if (fraction == 0) return 0;
  if (already.samples() > 0)
    return refuse("the data has a part of its own for that: leave " + std::string(option) + " at 0");
  const auto size = static_cast<std::size_t>(std::floor(fraction * static_cast<double>(n) + 0.5));
  if (size > 0) return size;
  return refuse(std::string(option) + "=" + shortest(fraction) + " of " + std::to_string(n) +
                " samples is none: take a larger fraction or more samples");
}

/// The samples at part of a permutation, in the order that they have in `data`.
Dataset part_of(const Dataset& data, std::span<std::uint32_t> indices) {
  math::sort(indices);
  return subset(data, indices);
}

}  // namespace

Dataset subset(const Dataset& data, std::span<const std::uint32_t> indices) {
  Dataset part{data.features, data.classes, data.positions, {}, {}};
  const std::size_t width = data.positions * data.features;
  part.inputs.reserve(indices.size() * width);
  part.labels.reserve(indices.size() * data.positions);
  for (const std::size_t i : indices) {
    assert(i < data.samples());
    const auto inputs = std::span(data.inputs).subspan(i * width, width);
    const auto labels = std::span(data.labels).subspan(i * data.positions, data.positions);
    part.inputs.insert(part.inputs.end(), inputs.begin(), inputs.end());
    part.labels.insert(part.labels.end(), labels.begin(), labels.end());
  }
  return part;
}

Dataset first_samples(Dataset data, std::size_t limit) {
  if (limit >= data.samples()) return data;
  data.labels.resize(limit * data.positions);
  data.inputs.resize(limit * data.positions * data.features);
  return data;
}

Result<Split> split(Split loaded, const SplitOptions& options) {
  const std::size_t n = loaded.train.samples();
  if (n > std::numeric_limits<std::uint32_t>::max())
    return refuse("a split is of at most 4294967295 samples, not of " + std::to_string(n));
  const auto test = part_size("test_fraction", options.test_fraction, loaded.test, n);
  if (!test) return pass_on(test.error());
  const auto validation = part_size("validation_fraction", options.validation_fraction, loaded.validation, n);
  if (!validation) return pass_on(validation.error());
  if (options.test_fraction + options.validation_fraction >= 1 || *test + *validation >= n)
    return refuse("test_fraction=" + shortest(options.test_fraction) +
                  " and validation_fraction=" + shortest(options.validation_fraction) + " of " + std::to_string(n) +
                  " samples leave none to train on: take smaller fractions");
  if (*test + *validation == 0) return loaded;

  RandomState random = stream(Purpose::split, options.seed);
  auto order = permutation(n, random);
  const std::span<std::uint32_t> all(order);
  if (*test) loaded.test = part_of(loaded.train, all.first(*test));
  if (*validation) loaded.validation = part_of(loaded.train, all.subspan(*test, *validation));
  loaded.train = part_of(loaded.train, all.subspan(*test + *validation));
  return loaded;
}

}  // namespace etude::data
