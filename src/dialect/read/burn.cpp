// burn: burn::lr_scheduler, whose configurations are read as Rust writes them, or with names:
//   CosineAnnealingLrSchedulerConfig::new(1e-2, 900).with_min_lr(1e-4).init()
//   burn.CosineAnnealingLrSchedulerConfig(initial_lr=1e-2, num_iters=900, min_lr=1e-4)
// The value at t is what call t of step() returns, from 0. float64.

#include <algorithm>

#include "dialect/read/reading.h"
#include "etude/base/math.h"

namespace etude::dialect::burn {
namespace {

/// The rate at which a scheduler begins.
double initial_lr(Arguments& a) {
  const double lr = a.number("initial_lr");
  a.require(lr > 0 && lr <= 1, "burn takes an initial_lr above 0 and up to 1, not {}", {plain(lr)});
  return lr;
}

Step num_iters(Arguments& a) { return a.steps("num_iters", 1); }

Result<Reading> read_constant(Arguments& a) { return reading(held(a.number("lr"))); }

Result<Reading> read_linear(Arguments& a) {
  const double from = initial_lr(a), to = a.number("final_lr");
  a.require(to >= 0 && to <= 1, "burn takes a final_lr between 0 and 1, not {}", {plain(to)});
  return reading(straight(from, to, num_iters(a)));
}

/// burn does not stop at num_iters: from there the rate climbs back.
Result<Reading> read_cosine(Arguments& a) {
  const double from = initial_lr(a), floor = a.number("min_lr");
  const Step steps = num_iters(a);
  a.require(floor >= 0 && floor <= from, "burn takes a min_lr between 0 and initial_lr, not {}", {plain(floor)});
  if (floor < from && !ends_before(a, steps + 1))
    a.note("rises-after-end", "after num_iters = {} the rate climbs back up", {steps},
           "set num_iters to the run's length", steps + 1);
  return reading(past_end(half_wave(from, floor, steps), Beyond::mirror));
}

Result<Reading> read_exponential(Arguments& a) {
  const double from = initial_lr(a), gamma = a.number("gamma");
  a.require(gamma > 0 && gamma <= 1, "burn takes a gamma above 0 and up to 1, not {}", {plain(gamma)});
  return reading(exponential({.from = from, .rate = gamma}));
}

Result<Reading> read_noam(Arguments& a) {
  return reading(noam({.d_model = static_cast<double>(a.steps("model_size", 1)),
                       .warmup = a.steps("warmup_steps", 1),
                       .factor = a.number("factor")}));
}

Result<Reading> read_step(Arguments& a) {
  const double lr = a.number("initial_lr"), gamma = a.number("gamma");
  const Step period = a.steps("step_size", 1);
  if (gamma > 0) return reading(step_decay({.from = lr, .gamma = gamma, .period = period}));
  return own_reading(a, [=](Step t) { return lr * math::pow(gamma, static_cast<double>(t / period)); });
}

/// A number stands for a constant rate, as `0.1.into()` does in Rust.
std::vector<Schedule> members(Arguments& a) {
  std::vector<Schedule> all;
  for (const Literal& each : a.literal("schedulers").items) {
    const auto flat = each.type == Literal::Type::number ? held(each.number) : Result<Schedule>(a.inner(each));
    if (flat) all.push_back(*flat);
  }
  return all;
}

Result<Reading> read_composed(Arguments& a) {
  const std::string reduction(last_name(a.literal("reduction").text));
  a.require(reduction == "Avg" || reduction == "Sum" || reduction == "Prod",
            "reduction is SchedulerReduction::Avg, ::Sum or ::Prod");
  const std::vector<Schedule> all = members(a);
  if (a.error()) return refused();
  if (reduction == "Prod") return reading(all.empty() ? held(1) : make_schedule(Multiply{.of = all}));
  const double share = reduction == "Avg" ? static_cast<double>(all.size()) : 1;
  return own_reading(a, [=](Step t) {
    double sum = 0;
    for (const Schedule& each : all) sum += each(t) / share;
    return sum;
  });
}

/// Each scheduler begins at its own first step when its milestone comes.
Result<Reading> read_sequential(Arguments& a) {
  const std::vector<Schedule> all = members(a);
  const std::vector<Step> milestones = a.milestones("milestones");
  a.require(!all.empty(), "burn takes at least one scheduler");
  a.require(milestones.size() + 1 == all.size(), "milestones must be one less than schedulers");
  for (std::size_t i = 0; i < milestones.size(); ++i)
    a.require(milestones[i] > (i > 0 ? milestones[i - 1] : 0), "milestones must be above 0, and each above the last");
  if (a.error()) return refused();
  std::vector<Step> starts{0};
  starts.insert(starts.end(), milestones.begin(), milestones.end());
  return reading(in_turn(all, starts));
}

constexpr Entry entries[] = {
    {"ConstantLr", "lr", "the same rate at every step", &read_constant},
    {"LinearLrSchedulerConfig", "initial_lr, final_lr, num_iters", "a straight line", &read_linear},
    {"CosineAnnealingLrSchedulerConfig", "initial_lr, num_iters, min_lr=0.0", "half a cosine wave, and back",
     &read_cosine},
    {"ExponentialLrSchedulerConfig", "initial_lr, gamma", "times gamma every step", &read_exponential},
    {"NoamLrSchedulerConfig", "factor, warmup_steps=4000, model_size=512", "the original Transformer's", &read_noam},
    {"StepLrSchedulerConfig", "initial_lr, step_size, gamma=0.1", "times gamma every step_size steps", &read_step},
    {"ComposedLrSchedulerConfig", "schedulers=[], reduction=Prod", "several at once: their product, sum or average",
     &read_composed},
    {"SequentialLrSchedulerConfig", "schedulers, milestones", "one after another", &read_sequential},
};

}  // namespace

constexpr Language language{.name = "burn",
                            .library = "burn, burn::lr_scheduler; read as Rust writes it",
                            .prefixes = {"burn_optim"},
                            .entries = entries};

}  // namespace etude::dialect::burn
