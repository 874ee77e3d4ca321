// Nanoseconds that a step of a Scheduler takes, beside LibTorch's own StepLR: an optimizer of one group, and of 500.

#include <benchmark/benchmark.h>
#include <torch/optim.h>

#include <string>
#include <vector>

#include "etude/torch/scheduler.h"

namespace {

namespace optim = torch::optim;

optim::AdamW with_groups(std::int64_t n) {
  std::vector<optim::OptimizerParamGroup> groups;
  for (std::int64_t i = 0; i < n; ++i) groups.emplace_back(std::vector<torch::Tensor>{torch::ones({1})});
  return optim::AdamW(groups, optim::AdamWOptions(0.1));
}

constexpr const char* specs[] = {
    "step(from=0.1, gamma=0.5, period=1000)",
    "cosine(from=0.1, to=1e-4, steps=100000000)",
    "warmup(to=0.1, steps=1000) then cosine(from=0.1, steps=100000000)",
    "plan(lr=cosine(from=0.1, steps=100000000), beta1=linear(from=0.9, to=0.8, steps=100000000), "
    "weight_decay=constant(0.1))",
};

void etudes(benchmark::State& state) {
  auto optimizer = with_groups(state.range(0));
  const char* spec = specs[state.range(1)];
  etude::libtorch::Scheduler scheduler(optimizer, spec);
  state.SetLabel(std::string(spec).substr(0, 60));
  for (auto _ : state) scheduler.step();
}

void step_lr(benchmark::State& state) {
  auto optimizer = with_groups(state.range(0));
  optim::StepLR scheduler(optimizer, 1000, 0.5);
  for (auto _ : state) scheduler.step();
}

BENCHMARK(step_lr)->Arg(1)->Arg(500);
BENCHMARK(etudes)->ArgsProduct({{1, 500}, {0, 1, 2, 3}});

}  // namespace
