// A network trained step by step under a schedule, with the curvature of its loss at the end.

#include <cmath>
#include <cstdio>

#include "etude/train/diagnostics.h"

int main() {
  const auto lr =
      etude::then(etude::warmup({.to = 0.01, .steps = 10}), etude::cosine({.from = 0.01, .to = 0, .steps = 90}));
  if (!lr) return std::puts(lr.error().message.c_str()), 1;

  etude::train::Task task{.steps = 100, .batch = 50};
  task.model.hidden = {16};
  task.optimizer = etude::optim::defaults_of(etude::optim::Rule::adamw);
  const auto prepared = etude::train::Prepared::of(task);
  if (!prepared) return std::puts(prepared.error().message.c_str()), 1;

  auto trainer = etude::train::Trainer<double>::start(*prepared, {*lr}, 0);
  if (!trainer) return std::puts(trainer.error().message.c_str()), 1;
  while (trainer->step() < task.steps) {
    const etude::Step t = trainer->step();
    const etude::train::StepResult result = trainer->update();
    if (!std::isfinite(result.loss)) return std::printf("diverged at step %d\n", static_cast<int>(t)), 0;
    if (t % 25 == 0) std::printf("%3d  lr %.4f  loss %.3f\n", static_cast<int>(t), result.lr, result.loss);
  }
  const auto heldout = trainer->evaluate_heldout();
  std::printf("held out: loss %.3f, accuracy %.2f\n", heldout->loss, heldout->accuracy);
  const auto sharpness = etude::train::curvature(*trainer, {.probes = 0});
  if (sharpness) std::printf("largest eigenvalue of the Hessian: %.2f\n", sharpness->largest_eigenvalue);
}
