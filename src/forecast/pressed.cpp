// Idea: in every law a rate counts by the sum that it adds to progress and to what a drop has seen since. f times fewer
//       steps make all sums f times smaller, which the law's numbers take back.
// Formula: A S^-alpha = (A f^-alpha) (S/f)^-alpha,  1 + C S_k = 1 + (C f) (S_k / f), and for FSL's drops
//          B (c3 + S^-alpha) = B f^-alpha (c3 f^alpha + (S/f)^-alpha). Drops themselves are as large as they were.
// Edges: a run that is short enough is as it was. MTL counts steps and not rates; nothing is sought under it.

#include "forecast/pressed.h"

#include <algorithm>
#include <cmath>

#include "etude/base/math.h"

namespace etude::forecast {
namespace {

double number_of(const LawFit& fit, const Law& law, Role role) {
  for (std::size_t i = 0; i < law.parameters.size(); ++i)
    if (law.parameters[i].role == role) return fit.parameters[i];
  return 0;
}

/// The power of the factor by which a number is multiplied.
double power_of(Role role, Kernel kernel, double alpha) {
  if (role == Role::height || (role == Role::drop_height && kernel == Kernel::scaling)) return -alpha;
  if (role == Role::drop_floor) return alpha;
  return role == Role::kernel_rate ? 1 : 0;
}

void press(LawFit& fit, double factor) {
  const Law& law = *law_called(fit.law);
  const double alpha = number_of(fit, law, Role::decline);
  for (std::size_t i = 0; i < law.parameters.size(); ++i)
    fit.parameters[i] *= math::pow(factor, power_of(law.parameters[i].role, law.kernel, alpha));
}

}  // namespace

Pressed::Pressed(const RunShape& run, Step most_steps) : run_(run) {
  pressed_.steps = std::min(run.steps, most_steps);
  factor_ = static_cast<double>(run.steps) / static_cast<double>(pressed_.steps);
  const auto warmup = static_cast<Step>(std::llround(static_cast<double>(run.warmup) / factor_));
  pressed_.warmup = std::min(warmup, pressed_.steps - 1);
  pressed_.peak = run.peak;
  const auto count = static_cast<std::size_t>(pressed_.steps - pressed_.warmup);
  const double stretch = static_cast<double>(run.steps - run.warmup) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) places_.push_back((static_cast<double>(i) + 0.5) * stretch - 0.5);
}

Course Pressed::course(std::span<const double> rates) const {
  Course course{{}, pressed_.warmup};
  for (Step t = 1; t <= pressed_.warmup; ++t)
    course.rates.push_back(run_.peak * static_cast<double>(t) / static_cast<double>(pressed_.warmup));
  course.rates.insert(course.rates.end(), rates.begin(), rates.end());
  return course;
}

Course Pressed::course(const Course& whole) const {
  std::vector<double> rates;
  for (const double place : places_)
    rates.push_back(whole.rates[static_cast<std::size_t>(run_.warmup + std::llround(place))]);
  return course(std::span<const double>(rates));
}

Model Pressed::model(Model model) const {
  for (Model::Term& term : model.terms) press(term.fit, factor_);
  return model;
}

Step pressed_steps(const Model& model, const RunShape& run) {
  constexpr Step most = 1024;
  for (const Model::Term& term : model.terms)
    if (law_called(term.fit.law)->kernel == Kernel::modes) return run.steps;
  return most;
}

double end_of(const Model& model, const Course& course) {
  const Step end[] = {static_cast<Step>(course.rates.size())};
  return losses(model, course, end).front();
}

Course full_course(const Schedule& schedule, const RunShape& run) {
  Course course{std::vector<double>(static_cast<std::size_t>(run.steps)), run.warmup};
  schedule.values(0, course.rates);
  return course;
}

}  // namespace etude::forecast
