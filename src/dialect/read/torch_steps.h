#pragma once
// PyTorch's schedulers as PyTorch steps them: each step of each scheduler multiplies or overwrites the one rate of the
// optimizer's group. What schedulers inside schedulers do to it is no composition of curves, so it is stepped through.

#include <optional>
#include <vector>

#include "etude/schedule/schedule.h"

namespace etude::dialect::torch {

enum class Way {
  factor,       // multiplies by curve(t) / curve(t - 1)
  exponential,  // by gamma
  polynomial,   // by a power of the share of the remaining steps that this step leaves
  cosine,       // moves the rate towards or away from eta_min
  absolute,     // writes curve(t), whatever the rate was
  sequence,     // SequentialLR
  chain,        // ChainedScheduler
};

struct Scheduler {
  Way way = Way::factor;
  std::optional<Schedule> curve = {};
  double gamma = 1, power = 1, eta_min = 0;
  Step steps = 0;
  std::vector<Scheduler> members = {};
  std::vector<Step> milestones = {};

  double base = 0;  // initial_lr when it was made
  Step last_epoch = -1, step_count = 0;
};

/// The group's rate after t steps. The rates of the first steps are kept. Later steps are taken when they are asked
/// for; after 2^20 the rate stands still.
class Run {
 public:
  Run(double lr, Scheduler scheduler);
  double operator()(Step t) const;

 private:
  std::vector<double> rates_;
  Scheduler last_;
  double last_rate_ = 0;
};

}  // namespace etude::dialect::torch
