// A small transformer learns a text, byte by byte, with LibTorch: one schedule drives all rates, groups differ in their
// decay, and a run that is stopped goes on from its checkpoint with the same bits.
//
//   example_torch_text TEXT CHECKPOINT UPDATES     makes so many of the run's 400 updates, from where CHECKPOINT is

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "etude/torch/scheduler.h"

namespace nn = torch::nn;

constexpr std::int64_t context = 32, width = 32, bytes = 256;
constexpr etude::Step run = 400;

nn::TransformerEncoderLayer layer() {
  return nn::TransformerEncoderLayer(nn::TransformerEncoderLayerOptions(width, 4).dim_feedforward(64).dropout(0));
}

struct NextByteImpl : nn::Module {
  nn::Embedding byte{register_module("byte", nn::Embedding(bytes, width))};
  nn::Embedding place{register_module("place", nn::Embedding(context, width))};
  nn::TransformerEncoder layers{register_module("layers", nn::TransformerEncoder(layer(), 2))};
  nn::Linear head{register_module("head", nn::Linear(width, bytes))};

  /// context x batch bytes -> context x batch x 256
  torch::Tensor forward(const torch::Tensor& text) {
    const auto places = place(torch::arange(context)).unsqueeze(1);
    return head(layers(byte(text) + places, torch::full({context, context}, -INFINITY).triu(1)));
  }
};
TORCH_MODULE(NextByte);

int main(int argc, char** argv) {
  if (argc != 4) return std::puts("usage: example_torch_text TEXT CHECKPOINT UPDATES"), 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}}, checkpoint = argv[2];
  const auto all = torch::tensor(at::ArrayRef(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));

  torch::manual_seed(0);
  NextByte model;
  std::vector<torch::Tensor> matrices, rest;
  for (const auto& parameter : model->parameters()) (parameter.dim() > 1 ? matrices : rest).push_back(parameter);
  torch::optim::AdamW optimizer(std::vector<torch::optim::OptimizerParamGroup>{matrices, rest});
  etude::libtorch::Scheduler scheduler(optimizer,
                                       "plan(lr=warmup(to=0.01, steps=5%) then cosine(from=0.01, to=1e-4, steps=rest), "
                                       "weight_decay=constant(0.1), group(vectors, weight_decay=constant(0)))",
                                       {.groups = {"matrices", "vectors"}, .horizon = {.steps = run}});
  if (std::filesystem::exists(checkpoint + "/scheduler.pt")) {
    torch::load(model, checkpoint + "/model.pt");
    torch::load(optimizer, checkpoint + "/optimizer.pt");
    torch::load(scheduler, checkpoint + "/scheduler.pt");
  }

  const etude::Step until = std::min<etude::Step>(run, scheduler.driver().step() + std::stoll(argv[3]));
  for (etude::Step step = scheduler.driver().step(); step < until; step = scheduler.driver().step()) {
    const auto generator = at::detail::createCPUGenerator(static_cast<std::uint64_t>(step));
    const auto starts =
        torch::randint(static_cast<std::int64_t>(text.size()) - context, {1, 16}, generator, torch::kLong);
    const auto at = torch::arange(context).unsqueeze(1) + starts;
    const auto now = all.index({at}).to(torch::kLong), next = all.index({at + 1}).to(torch::kLong);
    optimizer.zero_grad();
    const auto loss = nn::functional::cross_entropy(model(now).reshape({-1, bytes}), next.reshape({-1}));
    loss.backward();
    std::printf("update %d: rate %.5f, loss %.6f\n", static_cast<int>(step),
                *scheduler.value(etude::HyperParameter::lr), loss.item<double>());
    optimizer.step();
    scheduler.step();
  }

  std::filesystem::create_directories(checkpoint);
  torch::save(model, checkpoint + "/model.pt");
  torch::save(optimizer, checkpoint + "/optimizer.pt");
  torch::save(scheduler, checkpoint + "/scheduler.pt");
}
