#pragma once
// Labelled samples, as plain data.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "etude/base/result.h"

namespace etude::data {

/// Samples of one or several positions; each position has `features` inputs and one label.
/// A picture or a row of a table is one position. Of a text, a sample is `positions` tokens on end: one input a
/// position, the token's number, whose label is the token that follows; classes is the vocabulary.
struct Dataset {
  std::size_t features = 0;          // inputs a position
  std::size_t classes = 0;           // of the labels
  std::size_t positions = 1;         // labels a sample; of a text, its context
  std::vector<double> inputs;        // samples x positions x features, row-major
  std::vector<std::int32_t> labels;  // samples x positions, 0 ... classes - 1

  std::size_t samples() const { return positions ? labels.size() / positions : 0; }
};

/// What a source gives and what training takes; a part without samples is one that there is not.
struct Split {
  Dataset train, validation, test;
};

/// The most classes that a dataset may have.
inline constexpr std::size_t max_classes = 65536;

/// Whether training can use it. Refused: no samples; sizes that contradict each other; fewer than two classes, more
/// than max_classes, or every label the same; a label outside 0 ... classes - 1; an input that is NaN or infinite. The
/// message gives sample and column, counted from 0. Cost: one pass.
Result<void> check(const Dataset& data);

/// Whether every input is the number of a token, a whole number from 0 to classes - 1, as a text's are: what a model
/// must ask before it looks inputs up in a table.
Result<void> check_tokens(const Dataset& data);

}  // namespace etude::data
