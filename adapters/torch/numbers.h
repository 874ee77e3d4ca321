#pragma once
// The numbers that LibTorch's optimizers have, by the type of their options.

#include <array>
#include <string_view>

#include "etude/base/hyper_parameter.h"
#include "etude/torch/scheduler.h"

namespace etude::libtorch {

/// An optimizer's name, and how each of its numbers is written; nullptr of one that it does not have.
struct Numbers {
  std::string_view optimizer;
  bool is_adaptive = false;  // of Adam's family
  std::array<WriteNumber, hyper_parameters.size()> write = {};
};

/// Those of the optimizer whose groups have such options; the rate alone where the type is none of LibTorch's.
const Numbers& numbers_of(const ::torch::optim::OptimizerOptions& options);

}  // namespace etude::libtorch
