// Update rules are found by name here, and their hyper-parameters gathered for a step; the formulas are in their files.

#include "etude/optim/optimizer.h"

#include <algorithm>
#include <cassert>

#include "etude/base/hyper_parameter.h"
#include "optim/rule.h"

namespace etude::optim {
namespace {

Now at(const OptimizerOptions& options, const Rates& rates) {
  Now now{options, rates.lr};
  for (const HyperParameter each : hyper_parameters)
    if (const auto* driven = member_of(rates, each); driven && *driven) *member_of(now, each) = **driven;
  return now;
}

}  // namespace

template <class Real>
void step_in(Width width, const OptimizerOptions& options, const Problem<Real>& on, const Rates& rates) {
  const Definition& rule = definition_of(options.rule);
  assert(on.parameters.size() == on.gradients.size());
  assert(on.state.slots.size() == rule.entry.slots * on.parameters.size());
  assert(on.shape.rows == 0 || on.shape.rows * on.shape.columns == on.parameters.size());
  Now now = at(options, rates);
  if (now.decay == Decay::corrected) now.lr_max = on.state.lr_max = std::max(on.state.lr_max, now.lr);
  rule.step(now, on, width);
  ++on.state.steps;
}

template void step_in(Width, const OptimizerOptions&, const Problem<double>&, const Rates&);
template void step_in(Width, const OptimizerOptions&, const Problem<float>&, const Rates&);

template <class Real>
OptimizerState<Real> initial_state(const OptimizerOptions& options, std::span<const Real> parameters) {
  const Definition& rule = definition_of(options.rule);
  OptimizerState<Real> state;
  state.slots.resize(rule.entry.slots * parameters.size());
  if (rule.entry.averages)
    std::copy(parameters.begin(), parameters.end(), state.slots.end() - static_cast<std::ptrdiff_t>(parameters.size()));
  return state;
}

template <class Real>
void optimizer_step(const OptimizerOptions& options, std::span<Real> parameters, std::span<const Real> gradients,
                    OptimizerState<Real>& state, const Rates& rates, const Shape& shape) {
  step_in<Real>(widest(), options, {parameters, gradients, state, shape}, rates);
}

template <class Real>
void evaluation_parameters(const OptimizerOptions& options, std::span<const Real> parameters,
                           const OptimizerState<Real>& state, std::span<Real> evaluation) {
  assert(parameters.size() == evaluation.size());
  if (!entry_of(options.rule).averages || state.steps == 0) {
    std::copy(parameters.begin(), parameters.end(), evaluation.begin());
    return;
  }
  assert(state.slots.size() >= parameters.size());
  const Real* const z = state.slots.data() + (state.slots.size() - parameters.size());
  const Real beyond = static_cast<Real>(1 - 1 / state.interpolation);
  for (std::size_t i = 0; i < parameters.size(); ++i) evaluation[i] = parameters[i] + beyond * (z[i] - parameters[i]);
}

template OptimizerState<double> initial_state(const OptimizerOptions&, std::span<const double>);
template OptimizerState<float> initial_state(const OptimizerOptions&, std::span<const float>);
template void optimizer_step(const OptimizerOptions&, std::span<double>, std::span<const double>,
                             OptimizerState<double>&, const Rates&, const Shape&);
template void optimizer_step(const OptimizerOptions&, std::span<float>, std::span<const float>, OptimizerState<float>&,
                             const Rates&, const Shape&);
template void evaluation_parameters(const OptimizerOptions&, std::span<const double>, const OptimizerState<double>&,
                                    std::span<double>);
template void evaluation_parameters(const OptimizerOptions&, std::span<const float>, const OptimizerState<float>&,
                                    std::span<float>);

}  // namespace etude::optim
