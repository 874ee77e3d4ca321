#pragma once
// PyTorch's schedulers as PyTorch steps them: they share the optimizer's one parameter group, read what the others left
// in it, and multiply or overwrite its rate. What schedulers inside schedulers do is no composition of curves, so it is
// stepped through; and where PyTorch raises an exception is seen on the way.

#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "etude/base/step.h"
#include "etude/schedule/kind/cyclic.h"

namespace etude::dialect::torch {

enum class Rule {
  step,
  multi_step,
  constant,
  linear,
  exponential,
  polynomial,
  cosine,
  restarts,
  cyclic,
  one_cycle,
  swa,
  sequence,  // SequentialLR
  chain,     // ChainedScheduler
};

/// A scheduler: what its constructor was given, and how far it has come. A rule reads those that it has.
struct Scheduler {
  Rule rule = Rule::step;
  double size = 1;   // step_size, total_iters, T_max, T_0, anneal_epochs, total_steps
  double gamma = 1;  // gamma, power, T_mult
  double from = 1;   // factor, start_factor, base_lr, div_factor
  double to = 0;     // end_factor, eta_min, max_lr, swa_lr
  double last = 1;   // final_div_factor
  bool is_cosine = true;
  std::vector<Step> milestones = {};
  std::vector<Scheduler> members = {};

  double up = 1, down = 1;  // of a cycle
  CyclicMode mode = CyclicMode::triangular;
  std::vector<double> ends = {};  // the last step of each phase of a 1-cycle
  bool moves_momentum = false;
  double base_momentum = 0, max_momentum = 0;

  double base = 0;  // the group's initial_lr when it was made
  Step last_epoch = -1, step_count = 0;
  double in_cycle = 0, cycle = 1;  // T_cur and T_i

  bool is_list() const { return rule == Rule::sequence || rule == Rule::chain; }
  /// How many steps it takes before nothing new happens, as far as its numbers say.
  double reach() const;
  bool has_momentum() const;
};

enum class Raised { nothing, value_error, zero_division, not_implemented, overflow };
/// "ZeroDivisionError"
std::string_view word(Raised raised);

/// The optimizer's parameter group: what the schedulers read there and write there.
struct Group {
  double lr = 1;
  std::optional<double> initial_lr = {};
  double max_lr = 0, min_lr = 0, swa_lr = 0;
  double momentum = std::numeric_limits<double>::quiet_NaN();
  double base_momentum = 0, max_momentum = 0;
  Raised raised = Raised::nothing;
};

/// What the constructors do in Python, from the inside out: the group is at step 0.
void construct(Scheduler& scheduler, Group& group);
/// scheduler.step()
void step(Scheduler& scheduler, Group& group);

}  // namespace etude::dialect::torch
