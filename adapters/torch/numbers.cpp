// The numbers of LibTorch's optimizers.
//
// Idea: what an optimizer has is read off its options: a type that has betas() is driven in beta1 and beta2. An optimizer
// that LibTorch gets is one line of the table.

#include "numbers.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/lbfgs.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <typeinfo>
#include <utility>

namespace etude::libtorch {
namespace {

using ::torch::optim::OptimizerOptions;

template <class Options>
constexpr WriteNumber writer(HyperParameter which) {
  switch (which) {
    case HyperParameter::lr:
      return [](OptimizerOptions& o, double v) { static_cast<Options&>(o).lr() = v; };
    case HyperParameter::momentum:
      if constexpr (requires(Options & o) { o.momentum(); })
        return [](OptimizerOptions& o, double v) { static_cast<Options&>(o).momentum() = v; };
      break;
    case HyperParameter::beta1:
      if constexpr (requires(Options & o) { o.betas(); })
        return [](OptimizerOptions& o, double v) { std::get<0>(static_cast<Options&>(o).betas()) = v; };
      break;
    case HyperParameter::beta2:
      if constexpr (requires(Options & o) { o.betas(); })
        return [](OptimizerOptions& o, double v) { std::get<1>(static_cast<Options&>(o).betas()) = v; };
      break;
    case HyperParameter::weight_decay:
      if constexpr (requires(Options & o) { o.weight_decay(); })
        return [](OptimizerOptions& o, double v) { static_cast<Options&>(o).weight_decay() = v; };
      break;
    case HyperParameter::batch_size:  // these are the loop's, not the optimizer's
    case HyperParameter::averaging:
      break;
  }
  return nullptr;
}

template <class Options>
std::pair<const std::type_info*, Numbers> of(std::string_view optimizer, bool is_adaptive = false) {
  Numbers numbers{optimizer, is_adaptive};
  for (const HyperParameter which : hyper_parameters)
    numbers.write[static_cast<std::size_t>(which)] = writer<Options>(which);
  return {&typeid(Options), numbers};
}

}  // namespace

const Numbers& numbers_of(const OptimizerOptions& options) {
  using namespace ::torch::optim;
  static const std::pair<const std::type_info*, Numbers> all[] = {
      of<SGDOptions>("SGD"),         of<AdamOptions>("Adam", true), of<AdamWOptions>("AdamW", true),
      of<AdagradOptions>("Adagrad"), of<RMSpropOptions>("RMSprop"), of<LBFGSOptions>("LBFGS"),
  };
  static const Numbers other{"an optimizer of your own", false, {[](OptimizerOptions& o, double v) { o.set_lr(v); }}};
  for (const auto& [type, numbers] : all)
    if (*type == typeid(options)) return numbers;
  return other;
}

}  // namespace etude::libtorch
