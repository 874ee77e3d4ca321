// A convolutional network learns Fashion-MNIST with LibTorch: a range test gives the peak of its rate, a plan drives rate and
// momentum.
//
//   example_torch_fashion FOLDER [UPDATES]     the unpacked files of Debian's dataset-fashion-mnist lie in FOLDER

#include <torch/torch.h>

#include <cstdio>
#include <string>

#include "etude/torch/range_test.h"
#include "etude/torch/scheduler.h"

namespace nn = torch::nn;

int main(int argc, char** argv) {
  if (argc < 2) return std::puts("usage: example_torch_fashion FOLDER [UPDATES]"), 2;
  const etude::Step updates = argc > 2 ? std::stoll(argv[2]) : 1200;

  using Clothes = torch::data::datasets::MNIST;  // Fashion-MNIST has its format
  const Clothes train(argv[1]), heldout(argv[1], Clothes::Mode::kTest);
  torch::manual_seed(0);
  nn::Sequential network(nn::Conv2d(nn::Conv2dOptions(1, 16, 3).stride(2).padding(1)), nn::BatchNorm2d(16), nn::ReLU(),
                         nn::Conv2d(nn::Conv2dOptions(16, 32, 3).stride(2).padding(1)), nn::ReLU(), nn::Flatten(),
                         nn::Linear(32 * 7 * 7, 10));
  const auto loss_of = [&](std::uint32_t seed, etude::Step step) {  // of 64 pictures that seed and step choose
    const auto generator = at::detail::createCPUGenerator(1000003ULL * seed + static_cast<std::uint64_t>(step));
    const auto chosen = torch::randint(60000, {64}, generator, torch::kLong);
    return nn::functional::cross_entropy(network->forward(train.images().index_select(0, chosen)),
                                         train.targets().index_select(0, chosen));
  };

  torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  const auto study = etude::libtorch::range_test(*network, optimizer, loss_of, {.from = 1e-4, .tunes = false});
  if (!study.suggestion.refusal.empty()) return std::puts(study.suggestion.refusal.c_str()), 1;
  std::printf("suggested peak %.3g\n", study.suggestion.rate.value);

  const std::string peak = std::to_string(study.suggestion.rate.value);
  etude::libtorch::Scheduler scheduler(optimizer,
                                       "plan(lr=warmup(to=" + peak + ", steps=10%) then cosine(from=" + peak +
                                           ", steps=rest), "
                                           "momentum=linear(from=0.95, to=0.85, steps=rest))",
                                       {.horizon = {.steps = updates}});
  for (etude::Step step = 0; step < updates; ++step) {
    optimizer.zero_grad();
    const auto loss = loss_of(0, step);
    loss.backward();
    if (step % 100 == 0 || step + 1 == updates)
      std::printf("update %d: rate %.5f, loss %.3f\n", static_cast<int>(step),
                  *scheduler.value(etude::HyperParameter::lr), loss.item<double>());
    optimizer.step();
    scheduler.step();
  }

  network->eval();
  const torch::NoGradGuard no_gradients;
  const auto right = network->forward(heldout.images()).argmax(1).eq(heldout.targets()).to(torch::kDouble).mean();
  std::printf("held out: accuracy %.3f\n", right.item<double>());
}
