// PyTorch: torch.optim.lr_scheduler and torch.optim.swa_utils. Every value is the rate in the optimizer's group when
// scheduler.step() is called after each update. float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/phases.h"
#include "dialect/read/torch_built.h"
#include "dialect/read/torch_lists.h"
#include "etude/base/math.h"

namespace etude::dialect::torch {
namespace {

/// With gamma=0 the rate is lr up to step t, and 0 from there.
Result<Reading> dropped(double lr, Step t) { return reading(then(held(lr, t), held(0))); }

bool is_whole(std::optional<double> number) { return !number || *number == std::floor(*number); }

/// Such a gamma takes the rate to the other side of 0 and back, as no kind does.
bool changes_sign(Arguments& a) { return a.number("gamma") < 0; }

Result<Reading> read_step(Arguments& a) {
  if (!is_whole(a.number("step_size")) || changes_sign(a)) return stepped(a, built(a, "StepLR"));
  if (a.number("gamma") == 0) return dropped(a.number("lr"), a.steps("step_size", 1));
  return reading(step_decay({.from = a.number("lr"), .gamma = a.number("gamma"), .period = a.steps("step_size", 1)}));
}

/// Torch counts how often each milestone is named, and passes over those below 0. Their order does not matter.
Result<Reading> read_multi_step(Arguments& a) {
  std::vector<Step> milestones = a.milestones("milestones");
  math::sort(milestones);
  for (std::size_t i = 0; i + 1 < milestones.size(); ++i)
    if (milestones[i] == milestones[i + 1])
      a.note("milestone-twice", "milestone {} is named twice: gamma acts twice there", {milestones[i]}, "name it once",
             milestones[i]);
  std::erase_if(milestones, [](Step milestone) { return milestone < 0; });
  if (milestones.empty()) return reading(held(a.number("lr")));
  if (changes_sign(a)) return stepped(a, built(a, "MultiStepLR"));
  if (a.number("gamma") == 0) return dropped(a.number("lr"), milestones[0]);
  return reading(multistep({.from = a.number("lr"), .milestones = milestones, .gamma = a.number("gamma")}));
}

Result<Reading> read_constant(Arguments& a) {
  const Scheduler made = built(a, "ConstantLR");
  if (!is_whole(made.size)) return stepped(a, made);
  const double lr = a.number("lr"), factor = made.from;
  const Step steps = a.steps("total_iters");
  a.require(factor != 0,
            "torch divides by factor when total_iters is over and ends with ZeroDivisionError; a factor above 0 is "
            "needed");
  if (steps == 0) {
    a.note("peak-not-reached", "with total_iters=0 the rate stays at factor times lr for ever",
           "give total_iters above 0");
    return reading(held(lr * factor));
  }
  return reading(then(held(lr * factor, steps), held(lr)));
}

Result<Reading> read_linear(Arguments& a) {
  const Scheduler made = built(a, "LinearLR");
  if (!is_whole(made.size)) return stepped(a, made);
  const double lr = a.number("lr"), start = made.from, end = made.to;
  const Step steps = a.steps("total_iters");
  if (steps == 0) {
    a.note("peak-not-reached", "with total_iters=0 the rate stays at start_factor times lr for ever",
           "give total_iters above 0");
    return reading(held(lr * start));
  }
  return reading(straight(lr * start, lr * end, steps));
}

Result<Reading> read_exponential(Arguments& a) {
  if (changes_sign(a)) return stepped(a, built(a, "ExponentialLR"));
  if (a.number("gamma") == 0) return dropped(a.number("lr"), 1);
  return reading(exponential({.from = a.number("lr"), .rate = a.number("gamma")}));
}

Result<Reading> read_polynomial(Arguments& a) {
  const double lr = a.number("lr"), power = a.number("power");
  if (!is_whole(a.number("total_iters")) || power < 0) return stepped(a, built(a, "PolynomialLR"));
  const Step steps = a.steps("total_iters");
  if (steps == 0 || power == 0) return reading(held(lr));
  return reading(power_fall(lr, 0, steps, power));
}

void note_floor(Arguments& a, double eta_min, double lr) {
  if (eta_min > lr)
    a.note("floor-above-peak", "eta_min {} is above lr {}: the rate rises", {plain(eta_min), plain(lr)},
           "give an eta_min below lr");
}

/// A T_max of some steps and a half: whole waves of 2 T_max steps.
Result<Schedule> cosine_waves(Arguments& a, double lr, double eta_min, double period) {
  a.note("floor-not-reached", "T_max is not whole, so no step stands at eta_min", "give a whole T_max");
  if (2 * period != std::floor(2 * period)) return refused();
  const auto waves = static_cast<Step>(2 * period);
  return past_end(cosine_wave({.from = lr, .to = eta_min, .steps = waves, .end = End::after, .cycles = 1}),
                  Beyond::repeat);
}

/// Torch does not stop at T_max: from there the rate climbs back, with a period of 2 T_max.
Result<Reading> read_cosine_annealing(Arguments& a) {
  const double lr = a.number("lr"), eta_min = a.number("eta_min");
  const double given = a.number("T_max");
  const Scheduler made = built(a, "CosineAnnealingLR");
  if (!is_whole(given) && given > 0 && given < 0x1p60) return stepped(a, made, cosine_waves(a, lr, eta_min, given));
  const Step period = a.steps("T_max");
  a.require(period > 0, "T_max must be at least 1; torch takes 0 and ends with ZeroDivisionError at the first step()");
  note_floor(a, eta_min, lr);
  if (eta_min < lr && !ends_before(a, period + 1))
    a.note("rises-after-end", "after T_max = {} the rate climbs back up to lr", {period},
           "set T_max to the run's length", period + 1);
  return stepped(a, made, past_end(half_wave(lr, eta_min, period), Beyond::mirror));
}

Result<Reading> read_warm_restarts(Arguments& a) {
  const double lr = a.number("lr");
  note_floor(a, a.number("eta_min"), lr);
  return warm_restarts(a, "lr");
}

/// The note that CyclicLR and OneCycleLR do not use the optimizer's rate.
void note_own_rate(Arguments& a, const std::string& own) {
  if (!a.is_none("lr"))
    a.note("rate-not-used", "the optimizer's lr is not used: {} sets the rate", {own}, "leave lr out");
}

void note_momentum(Arguments& a) {
  a.note("momentum-moves", "the optimizer's momentum (Adam's beta1) is moved against the rate",
         "give cycle_momentum=False to keep it still");
}

/// A cycle whose halves are no whole steps; refused where no kind says it.
Result<Schedule> triangle(double low, double high, const Scheduler& made) {
  const double cycle = made.up + made.down;
  if (!is_whole(cycle) || cycle >= 0x1p60 || made.mode != CyclicMode::triangular) return refused();
  const auto once = piecewise({.at = {0, made.up, cycle}, .values = {low, high, low}});
  return past_end(once, Beyond::repeat, static_cast<Step>(cycle));
}

Result<Schedule> cycle(double low, double high, const Scheduler& made) {
  if (!is_whole(made.up) || !is_whole(made.down)) return triangle(low, high, made);
  return cyclic({.low = low,
                 .high = high,
                 .up = static_cast<Step>(std::min(made.up, 0x1p60)),
                 .down = static_cast<Step>(std::min(made.down, 0x1p60)),
                 .mode = made.mode,
                 .gamma = made.mode == CyclicMode::exp_range ? made.gamma : 1});
}

/// Torch halves the height by dividing by 2^(cycle - 1), which is too large for it in cycle 1025.
Result<Schedule> ended(Arguments& a, const Scheduler& made, const Result<Schedule>& curve) {
  const double end = 1024 * (made.up + made.down);
  if (made.mode != CyclicMode::triangular2 || !(end < 0x1p60)) return curve;
  const auto last = static_cast<Step>(std::ceil(end));
  if (ends_before(a, last)) return curve;
  a.note("raises-after-end", "torch ends with OverflowError in the 1025th cycle of triangular2", "stop before it",
         last);
  return past_end(curve, Beyond::error, last);
}

Result<Reading> read_cyclic(Arguments& a) {
  const Scheduler made = built(a, "CyclicLR");
  a.require(made.up > 0, "step_size_up must be above 0");
  a.require(made.down > 0,
            "with step_size_down=0 torch jumps back from max_lr; write repeat(linear(...)) for that saw");
  if (a.error()) return refused();
  note_own_rate(a, "base_lr");
  if (made.moves_momentum) note_momentum(a);
  const auto lr = cycle(made.from, made.to, made);
  const auto momentum = cycle(made.max_momentum, made.base_momentum, made);
  if (!lr || !momentum) return stepped(a, made);
  if (!made.moves_momentum) return reading(ended(a, made, lr));
  return reading(ended(a, made, lr), ended(a, made, momentum));
}

/// Torch divides by the length of a phase when it comes to it.
bool has_empty_phase(const Scheduler& made) {
  return made.ends[0] == 0 || std::adjacent_find(made.ends.begin(), made.ends.end()) != made.ends.end();
}

Result<Reading> read_one_cycle(Arguments& a) {
  const Scheduler made = built(a, "OneCycleLR");
  const auto total = static_cast<Step>(made.size);
  const bool three = a.flag("three_phase");
  if (!a.error() && has_empty_phase(made)) return stepped(a, made);
  const double start = made.to / made.from, last = start / made.last;
  const std::vector<double> rates = phase_values(start, made.to, last, three);
  note_own_rate(a, "max_lr");
  note_one_cycle_end(a, "torch", total, made.is_cosine);
  if (a.error()) return refused();
  const auto lr = one_cycle_of(a, {made.ends, rates, made.is_cosine}, total);
  if (!made.moves_momentum) return reading(lr);
  note_momentum(a);
  const std::vector<double> momenta = phase_values(made.max_momentum, made.base_momentum, made.max_momentum, three);
  return reading(lr, one_cycle_of(a, {made.ends, momenta, made.is_cosine}, total));
}

Result<Reading> read_swa(Arguments& a) {
  const Scheduler made = built(a, "SWALR");
  const double lr = a.number("lr");
  const auto steps = static_cast<Step>(made.size);
  return stepped(a, made,
                 steps == 0       ? held(made.to)
                 : made.is_cosine ? half_wave(lr, made.to, steps)
                                  : straight(lr, made.to, steps));
}

Result<Reading> read_function(Arguments& a) {
  a.require(false,
            "a function can not be read; write the schedule that it computes, as in exponential(from=0.1, rate=0.95)");
  return refused();
}

constexpr Entry entries[] = {
    {"StepLR", "step_size, gamma=0.1, last_epoch=-1, lr=1.0", "times gamma every step_size steps", &read_step},
    {"MultiStepLR", "milestones, gamma=0.1, last_epoch=-1, lr=1.0", "times gamma at each milestone", &read_multi_step},
    {"ConstantLR", "factor=0.3333333333333333, total_iters=5, last_epoch=-1, lr=1.0",
     "times factor for total_iters steps", &read_constant},
    {"LinearLR", "start_factor=0.3333333333333333, end_factor=1.0, total_iters=5, last_epoch=-1, lr=1.0",
     "a line between two factors", &read_linear},
    {"ExponentialLR", "gamma, last_epoch=-1, lr=1.0", "times gamma every step", &read_exponential},
    {"PolynomialLR", "total_iters=5, power=1.0, last_epoch=-1, lr=1.0", "a power of what remains, down to 0",
     &read_polynomial},
    {"CosineAnnealingLR", "T_max, eta_min=0.0, last_epoch=-1, lr=1.0", "half a cosine wave, and back",
     &read_cosine_annealing},
    {"CosineAnnealingWarmRestarts", "T_0, T_mult=1, eta_min=0.0, last_epoch=-1, lr=1.0",
     "cosine decays with warm restarts", &read_warm_restarts},
    {"CyclicLR",
     "base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0, scale_fn=None, "
     "scale_mode='cycle', cycle_momentum=True, base_momentum=0.8, max_momentum=0.9, last_epoch=-1, lr=None",
     "up and down between two rates, momentum against it", &read_cyclic},
    {"OneCycleLR",
     "max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy='cos', "
     "cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=10000.0, "
     "three_phase=False, last_epoch=-1, lr=None",
     "the 1-cycle policy, momentum against it", &read_one_cycle},
    {"SequentialLR", "schedulers, milestones, last_epoch=-1, lr=1.0", "one after another", &read_sequential},
    {"ChainedScheduler", "schedulers, optimizer=None, lr=1.0", "several at once, each on what the others left",
     &read_chained},
    {"SWALR", "swa_lr, anneal_epochs=10, anneal_strategy='cos', last_epoch=-1, lr=1.0",
     "to a constant rate, for weight averaging", &read_swa},
    {"LambdaLR", "lr_lambda, last_epoch=-1, lr=1.0", "lr times a function of your own; not read", &read_function},
    {"MultiplicativeLR", "lr_lambda, last_epoch=-1, lr=1.0", "a product of a function of your own; not read",
     &read_function},
    {"ReduceLROnPlateau",
     "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, "
     "eps=1e-08, lr=1.0",
     "reacts to a metric: see etude list controllers", &reacts},
};

}  // namespace

constexpr Language language{.name = "torch",
                            .library = "PyTorch, torch.optim.lr_scheduler and swa_utils",
                            .entries = entries,
                            .writing = &writing,
                            .is_meant_with_optimizer = true};

}  // namespace etude::dialect::torch
