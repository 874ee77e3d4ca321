// The methods of torch's schedulers, for one parameter group: the constructors, step(), get_lr() and the closed forms,
// and SequentialLR's undoing. Each operation is torch's, in torch's order.

#include "dialect/read/torch_steps.h"

#include <algorithm>
#include <cmath>

#include "dialect/read/bisect.h"
#include "etude/base/math.h"

namespace etude::dialect::torch {
namespace {

double raise(Group& g, Raised what) {
  if (g.raised == Raised::nothing) g.raised = what;
  return std::numeric_limits<double>::quiet_NaN();
}

double divided(Group& g, double a, double b) { return b == 0 ? raise(g, Raised::zero_division) : a / b; }

double power(Group& g, double x, double y) {
  if (x == 0 && y < 0) return raise(g, Raised::zero_division);
  const double value = math::pow(x, y);
  return std::isinf(value) && std::isfinite(x) ? raise(g, Raised::overflow) : value;
}

/// Python's a % b.
double remainder(Group& g, double a, double b) {
  if (b == 0) return raise(g, Raised::zero_division);
  const double rest = std::fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

/// 1 + cos(pi t / period)
double wave(Group& g, double t, double period) { return 1 + math::cos(divided(g, math::pi * t, period)); }

double counted(const std::vector<Step>& milestones, Step t) {
  return static_cast<double>(std::count(milestones.begin(), milestones.end(), t));
}

// ------------------------------------------------------------------------------------------ get_lr() of each class

double next_step(const Scheduler& s, Group& g, double t) {
  return t == 0 || remainder(g, t, s.size) != 0 ? g.lr : g.lr * s.gamma;
}

double next_multi_step(const Scheduler& s, Group& g) {
  const double count = counted(s.milestones, s.last_epoch);
  return count == 0 ? g.lr : g.lr * power(g, s.gamma, count);
}

double next_constant(const Scheduler& s, Group& g, double t) {
  if (t == 0) return g.lr * s.from;
  return t == s.size ? g.lr * divided(g, 1, s.from) : g.lr;
}

double next_linear(const Scheduler& s, Group& g, double t, bool is_initial) {
  if (t == 0) return g.lr * s.from;
  if (is_initial || t > s.size) return g.lr;
  const double rise = s.to - s.from;
  return g.lr * (1.0 + divided(g, rise, s.size * s.from + (t - 1) * rise));
}

double next_polynomial(const Scheduler& s, Group& g, double t, bool is_initial) {
  if (is_initial || t > s.size) return g.lr;
  const double left = 1.0 - divided(g, t, s.size), before = 1.0 - divided(g, t - 1, s.size);
  return g.lr * power(g, divided(g, left, before), s.gamma);
}

double next_cosine(const Scheduler& s, Group& g, double t, bool is_initial) {
  if (is_initial) return g.lr;
  if (s.step_count == 1 && t > 0) return s.to + (s.base - s.to) * wave(g, t, s.size) / 2;
  if (remainder(g, t - 1 - s.size, 2 * s.size) == 0)
    return g.lr + (s.base - s.to) * (1 - math::cos(math::pi / s.size)) / 2;
  return divided(g, wave(g, t, s.size), wave(g, t - 1, s.size)) * (g.lr - s.to) + s.to;
}

double restarts_value(const Scheduler& s, Group& g) {
  return s.to + (s.base - s.to) * wave(g, s.in_cycle, s.cycle) / 2;
}

double cycle_scale(const Scheduler& s, Group& g, double t, double cycle) {
  if (s.mode == CyclicMode::exp_range) return power(g, s.gamma, t);
  return s.mode == CyclicMode::triangular2 ? 1 / power(g, 2, cycle - 1) : 1;
}

double next_cyclic(const Scheduler& s, Group& g, double t) {
  const double total = s.up + s.down, ratio = divided(g, s.up, total);
  const double done = divided(g, t, total), cycle = std::floor(1 + done), x = 1.0 + done - cycle;
  const double height = x <= ratio ? divided(g, x, ratio) : divided(g, x - 1, ratio - 1);
  const double scale = cycle_scale(s, g, t, cycle);
  if (s.moves_momentum) g.momentum = s.max_momentum - (s.max_momentum - s.base_momentum) * height * scale;
  return s.base + (s.to - s.base) * height * scale;
}

double anneal(bool is_cosine, double from, double to, double part) {
  if (!is_cosine) return (to - from) * part + from;
  return to + (from - to) / 2.0 * (math::cos(math::pi * part) + 1);
}

double next_one_cycle(const Scheduler& s, Group& g, double t) {
  if (t > s.size) return raise(g, Raised::value_error);
  std::size_t i = 0;
  while (i + 1 < s.ends.size() && t > s.ends[i]) ++i;
  const double start = i == 0 ? 0 : s.ends[i - 1], part = divided(g, t - start, s.ends[i] - start);
  const bool is_last = i + 1 == s.ends.size();
  if (s.moves_momentum)
    g.momentum =
        anneal(s.is_cosine, i == 1 ? g.base_momentum : g.max_momentum, i == 0 ? g.base_momentum : g.max_momentum, part);
  const double first = *g.initial_lr;
  return anneal(s.is_cosine, i == 1 ? g.max_lr : first, i == 0 ? g.max_lr : is_last ? g.min_lr : first, part);
}

double next_swa(const Scheduler& s, Group& g) {
  const auto alpha = [&](double step) {
    const double part = std::max(0.0, std::min(1.0, step / std::max(1.0, s.size)));
    return s.is_cosine ? (1 - math::cos(math::pi * part)) / 2 : part;
  };
  double step = static_cast<double>(s.step_count) - 1;
  if (s.size == 0) step = std::max(1.0, step);
  const double before = alpha(step - 1), now = alpha(step);
  const double found = before == 1 ? g.swa_lr : (g.lr - before * g.swa_lr) / (1 - before);
  return g.swa_lr * now + found * (1 - now);
}

double next(const Scheduler& s, Group& g, bool is_initial) {
  const auto t = static_cast<double>(s.last_epoch);
  switch (s.rule) {
    case Rule::step:
      return next_step(s, g, t);
    case Rule::multi_step:
      return next_multi_step(s, g);
    case Rule::constant:
      return next_constant(s, g, t);
    case Rule::linear:
      return next_linear(s, g, t, is_initial);
    case Rule::exponential:
      return is_initial ? g.lr : g.lr * s.gamma;
    case Rule::polynomial:
      return next_polynomial(s, g, t, is_initial);
    case Rule::cosine:
      return next_cosine(s, g, t, is_initial);
    case Rule::cyclic:
      return next_cyclic(s, g, t);
    case Rule::one_cycle:
      return next_one_cycle(s, g, t);
    case Rule::swa:
      return next_swa(s, g);
    case Rule::restarts:
    case Rule::sequence:
    case Rule::chain:
      break;
  }
  return restarts_value(s, g);
}

/// The closed form at step 0, which torch takes at a milestone; get_lr() where a class has none.
double at_milestone(const Scheduler& s, Group& g) {
  switch (s.rule) {
    case Rule::step:
      return s.size == 0 ? raise(g, Raised::zero_division) : s.base;
    case Rule::multi_step:
      return s.base * power(g, s.gamma,
                            static_cast<double>(std::count_if(s.milestones.begin(), s.milestones.end(),
                                                              [](Step each) { return each <= 0; })));
    case Rule::constant:
      return s.base * (s.from + (0 >= s.size ? 1 - s.from : 0));
    case Rule::linear:
      return s.base * (s.from + divided(g, (s.to - s.from) * std::min(s.size, 0.0), s.size));
    case Rule::polynomial:
      return s.base * power(g, 1.0 - divided(g, std::min(s.size, 0.0), s.size), s.gamma);
    case Rule::cosine:
      return s.to + (s.base - s.to) * wave(g, 0, s.size) / 2;
    case Rule::exponential:
      return s.base;
    case Rule::sequence:
    case Rule::chain:
      return raise(g, Raised::not_implemented);
    default:
      return next(s, g, false);
  }
}

// -------------------------------------------------------------------------------------------------------- stepping

void step_restarts(Scheduler& s) {
  if (s.last_epoch < 0) {
    s.last_epoch = 0;
    s.in_cycle = 0;
    s.cycle = s.size;
    return;
  }
  ++s.last_epoch;
  if (++s.in_cycle < s.cycle) return;
  s.in_cycle = std::fmod(s.in_cycle, s.cycle);
  s.cycle *= s.gamma;
}

void advance(Scheduler& s, Group& g, bool is_initial = false);

void step_sequence(Scheduler& s, Group& g) {
  ++s.last_epoch;
  const std::size_t at = bisect_right(s.milestones, s.last_epoch);
  Scheduler& member = s.members[at];
  if (at == 0 || s.milestones[at - 1] != s.last_epoch) return advance(member, g);
  member.last_epoch = 0;
  g.lr = at_milestone(member, g);
}

void advance(Scheduler& s, Group& g, bool is_initial) {
  if (s.rule == Rule::sequence) return step_sequence(s, g);
  if (s.rule == Rule::chain) {
    for (Scheduler& member : s.members) advance(member, g);
    return;
  }
  if (s.rule == Rule::restarts) {
    step_restarts(s);
  } else {
    ++s.step_count;
    ++s.last_epoch;
  }
  g.lr = next(s, g, is_initial);
}

void initial_step(Scheduler& s, Group& g) {
  s.step_count = 0;
  advance(s, g, true);
}

/// A SequentialLR takes back the first step of every scheduler in it, but not that of a SequentialLR in it.
void undo(Scheduler& s) {
  if (!s.is_list()) --s.last_epoch;
  for (Scheduler& member : s.members) undo(member);
}

/// What a constructor writes into the group before the scheduler's first step.
void announce(const Scheduler& s, Group& g) {
  if (s.rule == Rule::cyclic) g.lr = s.from;
  if (s.rule == Rule::swa) g.swa_lr = s.to;
  if (s.rule == Rule::one_cycle) {
    g.initial_lr = divided(g, s.to, s.from);
    g.max_lr = s.to;
    g.min_lr = divided(g, *g.initial_lr, s.last);
  }
  if (!s.moves_momentum) return;
  g.momentum = g.max_momentum = s.max_momentum;
  g.base_momentum = s.base_momentum;
}

}  // namespace

void construct(Scheduler& s, Group& g) {
  for (Scheduler& member : s.members) construct(member, g);
  if (s.rule == Rule::chain) return;
  announce(s, g);
  if (!g.initial_lr) g.initial_lr = g.lr;
  s.base = *g.initial_lr;
  if (s.rule != Rule::sequence) {
    initial_step(s, g);
    if (s.rule == Rule::cyclic) s.base = s.from;
    return;
  }
  s.last_epoch = 0;
  g.lr = *g.initial_lr;
  undo(s);
  initial_step(s.members[bisect_right(s.milestones, 0)], g);
}

void step(Scheduler& s, Group& g) { advance(s, g); }

double Scheduler::reach() const {
  double furthest = size;
  for (const Step milestone : milestones) furthest = std::max(furthest, static_cast<double>(milestone));
  if (rule == Rule::cyclic) furthest = up + down;
  double inside = 0;
  for (const Scheduler& member : members) inside = std::max(inside, member.reach());
  return furthest + inside;
}

bool Scheduler::has_momentum() const {
  return moves_momentum ||
         std::any_of(members.begin(), members.end(), [](const Scheduler& each) { return each.has_momentum(); });
}

std::string_view word(Raised raised) {
  static constexpr std::string_view words[] = {"nothing", "ValueError", "ZeroDivisionError", "NotImplementedError",
                                               "OverflowError"};
  return words[static_cast<std::size_t>(raised)];
}

}  // namespace etude::dialect::torch
