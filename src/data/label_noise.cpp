// Idea: the labels to replace are the beginning of one permutation, and each has a draw of its own however many are
//       replaced, so that more noise with the same seed is the same noise and more.
// Formula: label' = (label + 1 + d) mod classes, d uniform in 0 ... classes - 2: never the label itself.
// Edges: a fraction of 0 changes nothing, of 1 every label; round(fraction x labels) takes halves up.
// Cost: one permutation of the labels and one draw for each replaced.

#include <cmath>
#include <limits>

#include "data/draw.h"
#include "data/transform.h"
#include "etude/base/number.h"

namespace etude::data {

Result<Dataset> with_label_noise(Dataset data, const LabelNoiseOptions& options) {
  if (!(options.fraction >= 0 && options.fraction <= 1))
    return refuse("label noise must be a fraction of 0 to 1, not " + shortest(options.fraction));
  if (data.classes < 2 || data.classes > max_classes)
    return refuse("label noise needs 2 to " + std::to_string(max_classes) + " classes, not " +
                  std::to_string(data.classes));
  const std::size_t n = data.labels.size();
  if (n > std::numeric_limits<std::uint32_t>::max())
    return refuse("label noise is for at most 4294967295 labels, not " + std::to_string(n));

  RandomState random = stream(Purpose::label_noise, options.seed);
  const auto order = permutation(n, random);
  const auto classes = static_cast<std::uint32_t>(data.classes);
  const auto replaced = static_cast<std::size_t>(std::floor(options.fraction * static_cast<double>(n) + 0.5));
  for (const std::uint32_t i : std::span(order).first(replaced)) {
    const auto label = static_cast<std::uint32_t>(data.labels[i]);
    data.labels[i] = static_cast<std::int32_t>((label + 1 + below(random, classes - 1)) % classes);
  }
  return data;
}

}  // namespace etude::data
