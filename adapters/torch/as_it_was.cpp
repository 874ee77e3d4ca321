// What a range test must leave as it was.
//
// Idea: parameters and buffers are copied and written back in place, since the model's layers hold them. The optimizer's
// state is taken away and put back untouched; what sweeps begin from are copies of it, by the optimizer's own save().

#include "as_it_was.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <torch/cuda.h>
#include <torch/serialize.h>

#include <sstream>

namespace etude::libtorch {
namespace {

using ::torch::Tensor;

std::vector<at::Generator> all_generators() {
  std::vector<at::Generator> all{at::detail::getDefaultCPUGenerator()};
  for (int i = 0; i < static_cast<int>(::torch::cuda::device_count()); ++i)
    all.push_back(at::globalContext().defaultGenerator(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(i))));
  return all;
}

std::vector<Tensor> all_parameters(const ::torch::nn::Module& model, const ::torch::optim::Optimizer& optimizer) {
  std::vector<Tensor> all = model.parameters();
  for (const auto& group : optimizer.param_groups())
    all.insert(all.end(), group.params().begin(), group.params().end());
  return all;
}

}  // namespace

AsItWas::AsItWas(::torch::nn::Module& model, ::torch::optim::Optimizer& optimizer) : optimizer_(optimizer) {
  for (const Tensor& parameter : all_parameters(model, optimizer)) {
    tensors_.emplace_back(parameter, parameter.detach().clone());
    gradients_.emplace_back(parameter, parameter.grad());
  }
  for (const Tensor& buffer : model.buffers()) tensors_.emplace_back(buffer, buffer.detach().clone());
  for (const at::Generator& generator : all_generators()) generators_.emplace_back(generator, generator.get_state());
  for (const auto& group : optimizer.param_groups()) rates_.push_back(group.options().get_lr());
  std::ostringstream saved;
  ::torch::save(optimizer, saved);
  saved_optimizer_ = saved.str();
  state_ = std::move(optimizer.state());
}

AsItWas::~AsItWas() {
  write_back();
  for (auto& [parameter, gradient] : gradients_) parameter.mutable_grad() = gradient;
  optimizer_.state() = std::move(state_);
}

void AsItWas::begin_again() {
  write_back();
  for (auto& [parameter, gradient] : gradients_) parameter.mutable_grad() = Tensor();
  optimizer_.state().clear();
  std::istringstream saved(saved_optimizer_);
  ::torch::load(optimizer_, saved);
}

void AsItWas::write_back() {
  const ::torch::NoGradGuard no_gradients;
  for (auto& [tensor, held] : tensors_) tensor.copy_(held);
  for (auto& [generator, state] : generators_) generator.set_state(state);
  for (std::size_t i = 0; i < rates_.size(); ++i) optimizer_.param_groups()[i].options().set_lr(rates_[i]);
}

}  // namespace etude::libtorch
