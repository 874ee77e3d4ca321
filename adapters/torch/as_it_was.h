#pragma once
// What a range test must leave as it was.

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace etude::libtorch {

/// The model, its optimizer and the random generators at one moment, to begin from as often as one likes. When it is
/// destroyed they are what they were, bit for bit, and the optimizer's state and the gradients are the same tensors.
class AsItWas {
 public:
  AsItWas(::torch::nn::Module& model, ::torch::optim::Optimizer& optimizer);
  ~AsItWas();
  AsItWas(const AsItWas&) = delete;
  AsItWas& operator=(const AsItWas&) = delete;

  /// Everything as it was, the state of the optimizer a copy; no gradients.
  void begin_again();

 private:
  void write_back();

  ::torch::optim::Optimizer& optimizer_;
  std::vector<std::pair<::torch::Tensor, ::torch::Tensor>> tensors_;    // a parameter or buffer, and what it held
  std::vector<std::pair<::torch::Tensor, ::torch::Tensor>> gradients_;  // of a parameter
  std::vector<std::pair<at::Generator, ::torch::Tensor>> generators_;   // and their states
  std::vector<double> rates_;                                           // of the groups
  std::string saved_optimizer_;
  std::decay_t<decltype(std::declval<::torch::optim::Optimizer&>().state())> state_;
};

}  // namespace etude::libtorch
