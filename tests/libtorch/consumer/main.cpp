#include <torch/torch.h>

#include <iostream>

#include "etude/torch/scheduler.h"

int main() {
  torch::manual_seed(0);
  torch::nn::Linear model(2, 1);
  const auto x = torch::randn({64, 2}), y = x.sum(1, true);

  torch::optim::AdamW optimizer(model->parameters());
  etude::libtorch::Scheduler scheduler(optimizer, "warmup(to=0.1, steps=10%) then cosine(from=0.1, steps=rest)",
                                       {.horizon = {.steps = 200}});
  for (int step = 0; step < 200; ++step) {
    optimizer.zero_grad();
    torch::mse_loss(model(x), y).backward();
    optimizer.step();
    scheduler.step();
  }
  torch::save(model, "model.pt");
  torch::save(optimizer, "optimizer.pt");
  torch::save(scheduler, "scheduler.pt");
  std::cout << scheduler.driver().step() << " updates\n";
}
