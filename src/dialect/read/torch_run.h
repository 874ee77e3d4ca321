#pragma once
// A run of PyTorch's schedulers: what is in the optimizer's group at any step.

#include "dialect/read/recursion.h"
#include "dialect/read/torch_steps.h"

namespace etude::dialect::torch {

/// The schedulers and the group between two steps.
struct Stand {
  Scheduler scheduler;
  Group group;

  /// The rate, the momentum, and what has been raised. The rate is nan once PyTorch has raised an exception.
  std::array<double, 3> numbers() const;
  void next();
};

/// The group after each of the steps: step 0 is what the constructors leave.
class Run {
 public:
  Run(double lr, Scheduler scheduler);
  double rate(Step t) const { return stands_(t)[0]; }
  double momentum(Step t) const { return stands_(t)[1]; }
  Raised raised(Step t) const { return static_cast<Raised>(stands_(t)[2]); }

 private:
  Recursion<Stand> stands_;
};

}  // namespace etude::dialect::torch
