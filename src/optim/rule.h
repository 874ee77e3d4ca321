#pragma once
// What a rule is made of: its entry, and a class template over Real that is its formula for one number:
//   static constexpr std::size_t slots           how many numbers it remembers a parameter
//   Formula(const Now&, OptimizerState<Real>&)   what is one number a step, computed in double and rounded once
//   operator()(p, g, slot&...) const             the step of one vector of parameters
// A rule that sees a whole matrix has a function for that beside it, as muon.cpp has.
// A new rule is a file with these and a Definition, and a line in include/etude/optim/rules.inc.

#include <algorithm>

#include "etude/optim/optimizer.h"
#include "optim/vectors.h"

namespace etude::optim {

/// The hyper-parameters of a step: those of its rates, and the options' own where these say nothing.
struct Now : OptimizerOptions {
  double lr;
  double lr_max = 0;  // where the decay is corrected: the largest rate so far, this one among them

  /// What a decoupled decay takes off a parameter, as a share of it, at this rate.
  double decay_at(double rate) const {
    if (decay == Decay::untied) return weight_decay;
    const bool is_less = decay == Decay::corrected && rate < lr_max;
    return is_less ? rate * (rate / lr_max) * weight_decay : rate * weight_decay;
  }
};

template <class Real>
struct Problem {
  std::span<Real> parameters;
  std::span<const Real> gradients;
  OptimizerState<Real>& state;
  Shape shape = {};
};

template <template <class> class Formula, class Real>
void step_by(const Now& now, const Problem<Real>& on, Width width) {
  const Formula<Real> formula(now, on.state);
  update(formula, Arrays<Real>{on.parameters.data(), on.gradients.data(), on.state.slots.data(), on.parameters.size()},
         width);
}

template <class Real>
using StepFunction = void (*)(const Now&, const Problem<Real>&, Width);

/// One step in both precisions.
struct StepFunctions {
  StepFunction<float> float32 = nullptr;
  StepFunction<double> float64 = nullptr;

  void operator()(const Now& now, const Problem<float>& on, Width width) const { float32(now, on, width); }
  void operator()(const Now& now, const Problem<double>& on, Width width) const { float64(now, on, width); }
};

/// Of an averaging rule the parameters are y, and its last slot is z.
struct Definition {
  RuleEntry entry;
  StepFunctions of_numbers;
  StepFunctions of_a_matrix = {};  // where the entry takes matrices

  template <class Real>
  void step(const Now& now, const Problem<Real>& on, Width width) const {
    const bool is_matrix = has_matrices && entry.takes_matrices && on.shape.rows > 0;
    (is_matrix ? of_a_matrix : of_numbers)(now, on, width);
  }
};

/// Not constexpr, so that a Definition that asks for it does not compile.
inline void no_such_option() {}

constexpr void hold_against_statement(std::span<const std::string_view> options) {
  constexpr auto fields = OptimizerOptions::fields();
  for (const std::string_view option : options)
    if (std::none_of(fields.begin(), fields.end(), [&](const Member& each) { return each.field.name == option; }))
      no_such_option();
}

/// `entry` without its name and slots, which the list and the formula know.
template <template <class> class Formula>
constexpr Definition define(RuleEntry entry, const StepFunctions& of_a_matrix = {}) {
  hold_against_statement(entry.options);
  entry.name = name_of(entry.rule);
  entry.defaults.rule = entry.rule;
  entry.slots = Formula<double>::slots;
  return {entry, {has_float32 ? step_by<Formula, float> : nullptr, step_by<Formula, double>}, of_a_matrix};
}

/// An update by one definition, in vectors of that width.
template <class Real>
void step_in(Width width, const OptimizerOptions& options, const Problem<Real>& on, const Rates& rates);

const Definition& definition_of(Rule rule);

#define RULE(name, text) extern const Definition name;
#include "etude/optim/rules.inc"

}  // namespace etude::optim
