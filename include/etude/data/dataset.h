#pragma once
// Labelled samples, as plain data.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace etude {

struct Dataset {
  std::size_t features = 0;
  std::size_t classes = 0;
  std::vector<double> inputs;        // samples x features, row-major
  std::vector<std::int32_t> labels;  // one a sample, 0 ... classes - 1

  std::size_t samples() const { return labels.size(); }
};

}  // namespace etude
