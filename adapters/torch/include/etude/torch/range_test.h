#pragma once
// The learning-rate range test on a model, an optimizer and data of LibTorch: which peaks train at all.
//
//   const auto study = etude::libtorch::range_test(*model, optimizer, [&](std::uint32_t seed, etude::Step step) {
//     return loss_of(batch(seed, step));
//   });
//   if (study.suggestion.refusal.empty()) use(study.suggestion.rate.value);

#include <torch/nn/module.h>
#include <torch/optim/optimizer.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "etude/range/range.h"

namespace etude::libtorch {

/// The loss of one batch, without backward(): a tensor of one number. A sweep asks for step 0, 1, ...; the batches of a
/// seed are to be the same whenever they are asked for, and others for another seed, of which the interval is.
using LossOfBatch = std::function<::torch::Tensor(std::uint32_t seed, Step step)>;

/// Sweeps the rate of all groups for every seed, from the model and the optimizer as they are, and gives what
/// etude/range/range.h says of test(): edge, basin and suggestion with their intervals, or why there is none. With
/// options.group the rate of that group alone is swept; `groups` are the names, as in SchedulerOptions. Whether the
/// optimizer is of Adam's family is seen from its type.
///
/// Afterwards parameters, gradients, buffers, the optimizer's state and rates, and the generators of the processor and of
/// every CUDA device are what they were, bit for bit, also where the function throws. Each sweep begins with
/// torch::manual_seed(seed).
///
/// Throws std::invalid_argument: what test() refuses; a group that is not there; held-out losses, which the function does
/// not give. The optimizer must have save() and load(), as all of LibTorch's have.
RangeStudy range_test(::torch::nn::Module& model, ::torch::optim::Optimizer& optimizer, const LossOfBatch& loss,
                      range::SweepOptions options = {}, const std::vector<std::string>& groups = {});

}  // namespace etude::libtorch
