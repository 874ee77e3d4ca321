#pragma once
// Small tasks and their runs, for tests.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "etude/notation/notation.h"
#include "etude/train/diagnostics.h"
#include "etude/train/state.h"
#include "files/sources.h"
#include "support/folder.h"

namespace etude::train::small_runs {

using Vector = std::vector<double>;

inline Task small(model::ActivationKind activation = model::ActivationKind::relu) {
  Task task{.name = "small", .loss = {}};
  task.data.source = "spirals:per_class=20";
  task.model.hidden = {5, 4};
  task.model.activation = activation;
  return task;
}

inline Task text_task() {
  const std::string path = testing::Folder::of_program() / "task.txt";
  std::ofstream file(path);
  for (int i = 0; i < 12; ++i) file << "a schedule is a value, and a run is " << i << " functions of it; ";
  file.close();
  Task task{.name = "text", .loss = {}, .batch = 4};
  task.data = {.source = "text:" + path, .context = 8};
  task.model.kind = ModelKind::transformer;
  task.model.width = 8, task.model.heads = 2, task.model.blocks = 2;
  task.model.deviation = 0.3;
  task.optimizer = optim::defaults_of(optim::Rule::adamw);
  return task;
}

template <class Real = double>
Trainer<Real> start(Task task, const char* plan = "constant(0.1)") {
  if (sizeof(Real) == sizeof(float)) task.precision = Precision::float32;
  return *Trainer<Real>::start(*Prepared::of(task, &files::load_source), *notation::parse_plan(plan), 3);
}

template <class Real = double>
Trainer<Real> after(int updates, const Task& task) {
  auto trainer = start<Real>(task);
  for (int i = 0; i < updates; ++i) trainer.update();
  return trainer;
}

template <class Real>
double length(std::span<const Real> values) {
  double sum = 0;
  for (const Real x : values) sum += static_cast<double>(x) * static_cast<double>(x);
  return std::sqrt(sum);
}

/// A run that was ended before a step, to go on later.
struct Paused {
  Record record;
  std::vector<std::uint8_t> state;
};

/// Runs up to `until`, from the start or from a saved state.
inline Result<Paused> run_until(const Prepared& prepared, const Plan& plan, std::uint32_t seed, Step until,
                                std::span<const std::uint8_t> from = {}) {
  return in_precision(prepared.task().precision, [&]<class Real>(Real) -> Result<Paused> {
    auto trainer = *Trainer<Real>::start(prepared, plan, seed);
    if (!from.empty())
      if (auto good = resume(trainer, prepared, plan, from, until); !good) return pass_on(good.error());
    Paused paused;
    Losses losses(paused.record);
    EndOfRun<Real> end(trainer, paused.record);
    run(trainer, until, {&losses, &end});
    paused.state = saved(trainer, prepared, plan);
    return paused;
  });
}

}  // namespace etude::train::small_runs
