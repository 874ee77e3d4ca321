#pragma once
// A task: everything that training needs but the plan and the seed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "etude/base/record.h"
#include "etude/base/result.h"
#include "etude/data/dataset.h"

namespace etude {

/// Which weights the gradient of a layer is pushed through on its way back.
enum class Backward {
  corrected,   // those of the forward pass
  as_written,  // those already updated in this step, as the post's code does
};
std::string_view name_of(Backward backward);
Result<Backward> backward_named(std::string_view name);

enum class Precision { float64, float32 };
std::string_view name_of(Precision precision);
Result<Precision> precision_named(std::string_view name);

struct Task {
  std::string name = "spirals";
  std::vector<std::size_t> widths{2, 64, 64, 3};  // of the network's layers
  Step steps = 300;                               // of full-batch gradient descent
  Backward backward = Backward::corrected;
  Precision precision = Precision::float64;

  /// The data of seed s, and the seed of the network's initial weights. Seed 0 is the post's run: data 0, weights 42.
  Dataset data(std::uint32_t seed) const;
  std::uint32_t weight_seed(std::uint32_t seed) const { return seed + 42; }
};

/// A task that can be asked for by name.
struct TaskEntry {
  std::string_view name;
  std::string_view meaning;
  Dataset (*data)(std::uint32_t seed);
  std::vector<std::size_t> widths;
};
const std::vector<TaskEntry>& tasks();

/// The task of that name at its defaults, or which names there are.
Result<Task> task_named(std::string_view name);

}  // namespace etude
