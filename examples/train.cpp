// A network trained under a schedule, with an observer that prints losses, and the curvature of its loss at the end.

#include <cstdio>

#include "etude/train/diagnostics.h"

namespace train = etude::train;

struct Printer : train::Observer {
  bool after(etude::Step t, const train::StepResult& result) override {
    if (t % 25 == 0) std::printf("%3d  lr %.4f  loss %.3f\n", static_cast<int>(t), result.lr, result.loss);
    return true;  // false would end the run here
  }
};

int main() {
  const auto lr =
      etude::then(etude::warmup({.to = 0.01, .steps = 10}), etude::cosine({.from = 0.01, .to = 0, .steps = 90}));
  if (!lr) return std::puts(lr.error().message.c_str()), 1;

  train::Task task{.steps = 100, .batch = 50};
  task.model.hidden = {16};
  task.optimizer = etude::optim::defaults_of(etude::optim::Rule::adamw);
  const auto prepared = train::Prepared::of(task);
  if (!prepared) return std::puts(prepared.error().message.c_str()), 1;

  auto trainer = train::Trainer<double>::start(*prepared, {*lr}, 0);
  if (!trainer) return std::puts(trainer.error().message.c_str()), 1;
  Printer printer;
  if (train::run(*trainer, task.steps, {&printer}) == train::End::diverged) return std::puts("diverged"), 0;
  const auto heldout = trainer->evaluate_heldout();
  std::printf("held out: loss %.3f, accuracy %.2f\n", heldout->loss, heldout->accuracy);
  const auto sharpness = train::curvature(*trainer, {.probes = 0});
  if (sharpness) std::printf("largest eigenvalue of the Hessian: %.2f\n", sharpness->largest_eigenvalue);
}
