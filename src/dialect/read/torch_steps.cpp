// The methods of torch's schedulers, for one parameter group: step(), the constructors' first step, and SequentialLR's
// undoing.

#include "dialect/read/torch_steps.h"

#include <cmath>

#include "dialect/read/bisect.h"
#include "etude/base/math.h"

namespace etude::dialect::torch {
namespace {

constexpr Step kept = 1 << 14;

double wave(Step t, Step period) { return 1 + math::cos_pi(static_cast<double>(t) / static_cast<double>(period)); }

double next_factor(const Scheduler& s, double rate) {
  const Schedule& factor = *s.curve;
  if (s.last_epoch == 0) return rate * factor(0);
  const double before = factor(s.last_epoch - 1);
  return before == 0 ? rate : rate * (factor(s.last_epoch) / before);
}

double next_polynomial(const Scheduler& s, double rate) {
  if (s.last_epoch > s.steps) return rate;
  const auto t = static_cast<double>(s.last_epoch), steps = static_cast<double>(s.steps);
  return rate * math::pow((1 - t / steps) / (1 - (t - 1) / steps), s.power);
}

double next_cosine(const Scheduler& s, double rate) {
  const Step t = s.last_epoch, period = s.steps;
  if (s.step_count == 1 && t > 0) return s.eta_min + (s.base - s.eta_min) * wave(t, period) / 2;
  if ((t - 1 - period) % (2 * period) == 0) return rate + (s.base - s.eta_min) * (2 - wave(1, period)) / 2;
  return wave(t, period) / wave(t - 1, period) * (rate - s.eta_min) + s.eta_min;
}

double next(const Scheduler& s, double rate, bool is_initial) {
  if (s.way == Way::factor) return next_factor(s, rate);
  if (s.way == Way::absolute) return (*s.curve)(s.last_epoch);
  if (is_initial) return rate;
  if (s.way == Way::exponential) return rate * s.gamma;
  return s.way == Way::polynomial ? next_polynomial(s, rate) : next_cosine(s, rate);
}

/// What torch's step(0) does at a milestone: the scheduler starts at its closed form.
void restart(Scheduler& s, double& rate) {
  s.last_epoch = 0;
  rate = s.way == Way::factor ? s.base * (*s.curve)(0) : s.way == Way::absolute ? (*s.curve)(0) : s.base;
}

void step(Scheduler& s, double& rate, bool is_initial = false) {
  if (s.way == Way::chain) {
    for (Scheduler& member : s.members) step(member, rate);
    return;
  }
  ++s.step_count;
  ++s.last_epoch;
  if (s.way != Way::sequence) {
    rate = next(s, rate, is_initial);
    return;
  }
  const std::size_t at = bisect_right(s.milestones, s.last_epoch);
  if (at > 0 && s.milestones[at - 1] == s.last_epoch) return restart(s.members[at], rate);
  step(s.members[at], rate);
}

void initial_step(Scheduler& s, double& rate) {
  s.step_count = 0;
  step(s, rate, true);
}

/// A SequentialLR takes back the first step of every scheduler in it, but not that of a SequentialLR in it.
void undo(Scheduler& s) {
  if (s.way != Way::sequence && s.way != Way::chain) --s.last_epoch;
  for (Scheduler& member : s.members) undo(member);
}

/// What the constructors in Python do to the rate.
void construct(Scheduler& s, double lr, double& rate) {
  for (Scheduler& member : s.members) construct(member, lr, rate);
  s.base = lr;
  if (s.way == Way::chain) return;
  if (s.way != Way::sequence) return initial_step(s, rate);
  s.last_epoch = 0;
  rate = lr;
  undo(s);
  initial_step(s.members[bisect_right(s.milestones, 0)], rate);
}

}  // namespace

Run::Run(double lr, Scheduler scheduler) : last_(std::move(scheduler)), last_rate_(lr) {
  construct(last_, lr, last_rate_);
  rates_.push_back(last_rate_);
  for (Step t = 1; t < kept; ++t) {
    step(last_, last_rate_);
    rates_.push_back(last_rate_);
  }
}

double Run::operator()(Step t) const {
  if (t < kept) return rates_[static_cast<std::size_t>(t)];
  Scheduler scheduler = last_;
  double rate = last_rate_;
  for (Step i = kept; i <= std::min(t, Step{1} << 20); ++i) step(scheduler, rate);
  return rate;
}

}  // namespace etude::dialect::torch
