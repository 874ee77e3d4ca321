#pragma once
// What is done to data before training: pure functions, every draw from a seed that the caller names.

#include <cstdint>
#include <span>
#include <vector>

#include "etude/data/dataset.h"

namespace etude::data {

struct SplitOptions {
  double validation_fraction = 0;  // of all samples; 0 makes no validation part
  double test_fraction = 0;        // of all samples; 0 keeps the source's own test part
  std::uint32_t seed = 0;          // of which samples go where
};

/// Parts of `loaded.train`: round(fraction x samples) of them drawn for test and validation, the rest to train on.
/// Every sample is in exactly one part; a part keeps the order of the samples; which samples test does not depend on
/// validation_fraction. Parts that `loaded` has already stay as they are.
/// Refused: a fraction below 0 or that is not a number, fractions of 1 or more together, a part that would be empty
/// though asked for, a fraction for a part that `loaded` has already.
Result<Split> split(Split loaded, const SplitOptions& options);

/// The samples at these indices, in their order; every index is below samples().
Dataset subset(const Dataset& data, std::span<const std::uint32_t> indices);

/// The first `limit` samples, or all where there are fewer.
Dataset first_samples(Dataset data, std::size_t limit);

/// The samples of these classes, in their order; a class has its place in the list as its number.
/// Refused: a class that the data does not have, one that is named twice, classes of which there is no sample, and texts,
/// whose classes are tokens.
Result<Dataset> of_classes(const Dataset& data, std::span<const std::size_t> classes);

/// What shares one mean and one standard deviation.
enum class Standardisation {
  per_feature,  // each column has its own, as tables want it
  overall,      // one for all, as pictures want it
};

/// (x - mean) / sd, with mean and sd (the population's, over n) of the training part, applied to every part alike.
/// Per feature, a feature that is constant in the training part becomes 0 in every part; so does all, where all inputs
/// are one number.
/// Refused: no training samples, more than one position a sample (tokens are no measures), and numbers so large
/// that a mean or sd overflows.
Result<Split> standardise(Split parts, Standardisation scale);

struct LabelNoiseOptions {
  double fraction = 0;     // of the labels, 0 to 1
  std::uint32_t seed = 0;  // of which labels, and of what replaces them
};

/// round(fraction x labels) labels, drawn without replacement, each replaced by one of the other classes, all equally
/// likely. A larger fraction with the same seed replaces the same labels and more. Meant for the training part.
/// Refused: a fraction outside 0 ... 1, fewer than two classes.
Result<Dataset> with_label_noise(Dataset data, const LabelNoiseOptions& options);

}  // namespace etude::data
