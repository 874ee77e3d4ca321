#pragma once
// What a rule is made of: its entry, and a class template over Real that is its formula:
//   static constexpr std::size_t slots           how many numbers it remembers a parameter
//   Formula(const Now&, OptimizerState<Real>&)   what is one number a step, computed in double and rounded once
//   operator()(p, g, slot&...) const             the step of one vector of parameters
// A new rule is a file with these and a Definition, a name in Rule, and a line in rules.cpp.

#include "etude/optim/optimizer.h"
#include "optim/vectors.h"

namespace etude::optim {

/// The hyper-parameters of a step: those of its rates, and the options' own where these say nothing.
struct Now {
  double lr, momentum, beta1, beta2, epsilon, weight_decay;
  Decay decay;
  bool bias_correction;
  Step warmup;

  /// What a decoupled decay takes off a parameter, as a share of it, at this rate.
  double decay_at(double rate) const { return decay == Decay::tied ? rate * weight_decay : weight_decay; }
};

template <class Real>
struct Problem {
  std::span<Real> parameters;
  std::span<const Real> gradients;
  OptimizerState<Real>& state;
};

template <template <class> class Formula, class Real>
void step_by(const Now& now, const Problem<Real>& on, Width width) {
  const Formula<Real> formula(now, on.state);
  update(formula, Arrays<Real>{on.parameters.data(), on.gradients.data(), on.state.slots.data(), on.parameters.size()},
         width);
}

template <class Real>
using StepFunction = void (*)(const Now&, const Problem<Real>&, Width);

/// Which point the parameters are.
enum class Trains {
  itself,    // what is evaluated
  averaged,  // schedule-free's y; its last slot is z
};

struct Definition {
  RuleEntry entry;
  Trains trains;
  StepFunction<float> float32;
  StepFunction<double> float64;

  void step(const Now& now, const Problem<float>& on, Width width) const { float32(now, on, width); }
  void step(const Now& now, const Problem<double>& on, Width width) const { float64(now, on, width); }
};

/// `entry` without its slots, which the formula knows.
template <template <class> class Formula>
constexpr Definition define(RuleEntry entry, Trains trains = Trains::itself) {
  entry.slots = Formula<double>::slots;
  return {entry, trains, has_float32 ? step_by<Formula, float> : nullptr, step_by<Formula, double>};
}

/// An update by one definition, in vectors of that width.
template <class Real>
void step_in(Width width, const OptimizerOptions& options, const Problem<Real>& on, const Rates& rates);

const Definition& definition_of(Rule rule);

extern const Definition sgd, momentum, nesterov;
extern const Definition adam, adamw, adam_l2;
extern const Definition lion;
extern const Definition schedule_free_sgd, schedule_free_adamw;

}  // namespace etude::optim
