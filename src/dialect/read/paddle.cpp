// PaddlePaddle: paddle.optimizer.lr. A scheduler owns its rate. float64.

#include <algorithm>

#include "dialect/read/phases.h"
#include "etude/base/math.h"

namespace etude::dialect::paddle {
namespace {

/// Paddle's schedulers begin at no rate below 0, and some check their others.
void check_rates(Arguments& a, const std::initializer_list<const char*>& names) {
  for (const char* name : names) a.require(!(a.literal(name).number < 0), "Paddle refuses a {} below 0", {name});
}

/// The reader of a scheduler whose rates are checked so, as far as it has them.
template <Result<Reading> (*read)(Arguments&)>
Result<Reading> from_zero(Arguments& a) {
  check_rates(a, {"learning_rate", "base_learning_rate", "max_learning_rate", "end_learning_rate"});
  return read(a);
}

Result<Reading> read_noam(Arguments& a) {
  a.require(a.number("d_model") > 0, "d_model must be above 0");
  a.note("first-update-is-zero", "Paddle counts from 0, so the first update has rate 0",
         "call step() once before the run", 0);
  return reading(noam({.d_model = a.number("d_model"),
                       .warmup = a.steps("warmup_steps", 1),
                       .factor = a.number("learning_rate"),
                       .first = First::from}));
}

/// Paddle takes the value of the first boundary above the step, so a boundary below an earlier one is never used.
Result<Reading> read_piecewise(Arguments& a) {
  const std::vector<Step> boundaries = a.milestones("boundaries");
  const std::vector<double> values = a.numbers("values");
  a.require(!boundaries.empty(), "boundaries must not be empty");
  a.require(values.size() > boundaries.size(), "values needs one more than boundaries");
  if (a.error()) return refused();
  std::vector<double> at{0}, rates;
  Step last = 0;
  for (std::size_t i = 0; i < boundaries.size(); ++i) {
    if (boundaries[i] <= last) {
      a.note("milestones-out-of-order", "boundary {} comes too late in the list: its value is never used",
             {boundaries[i]}, "sort the boundaries");
      continue;
    }
    rates.push_back(values[i]);
    last = boundaries[i];
    at.push_back(static_cast<double>(last));
  }
  rates.push_back(values.back());
  return reading(staircase(at, rates));
}

Result<Reading> read_natural_exp(Arguments& a) {
  const double gamma = a.number("gamma");
  a.require(gamma > 0, "Paddle asserts a gamma above 0");
  return reading(exponential({.from = a.number("learning_rate"), .rate = math::exp(-gamma)}));
}

Result<Reading> read_inverse_time(Arguments& a) {
  return reading(inverse_time({.from = a.number("learning_rate"), .rate = a.number("gamma")}));
}

Result<Reading> read_polynomial(Arguments& a) {
  return reading(polynomial({.from = a.number("learning_rate"),
                             .to = a.number("end_lr"),
                             .steps = a.steps("decay_steps", 1),
                             .end = End::after,
                             .power = a.number("power"),
                             .cycle = a.flag("cycle") ? Switch::yes : Switch::no}));
}

/// After the warm-up follows a rate, or a scheduler on its own clock.
Result<Reading> read_linear_warmup(Arguments& a) {
  const Literal& after = a.literal("learning_rate");
  const bool is_call = after.type == Literal::Type::call;
  const double start = a.number("start_lr"), end = a.number("end_lr");
  a.require(end > start, "Paddle asserts an end_lr above start_lr");
  check_rates(a, {"start_lr"});
  const auto rise = rise_from(start, end, a.steps("warmup_steps", 1));
  if (start == 0)
    a.note("first-update-is-zero", "the warm-up starts at 0, so the first update changes nothing",
           "give a start_lr above 0", 0);
  const Result<Schedule> main = is_call ? a.inner(after) : held(a.number("learning_rate"));
  if (main && !a.error() && (*main)(0) != end)
    a.note("jump", "the warm-up leads to end_lr {}, and the rate goes on at {}", {plain(end), plain((*main)(0))},
           "give the same rate for both", a.steps("warmup_steps", 1));
  return reading(then(rise, main));
}

Result<Reading> read_exponential(Arguments& a) {
  const double gamma = a.number("gamma");
  a.require(gamma > 0 && gamma < 1, "Paddle asserts a gamma between 0 and 1");
  return reading(exponential({.from = a.number("learning_rate"), .rate = gamma}));
}

Result<Reading> read_multi_step(Arguments& a) {
  const std::vector<Step> milestones = a.milestones("milestones");
  for (std::size_t i = 0; i + 1 < milestones.size(); ++i)
    a.require(milestones[i] < milestones[i + 1], "Paddle refuses milestones that do not grow");
  a.require(a.number("gamma") < 1, "Paddle refuses a gamma of 1 and more");
  if (milestones.empty()) return reading(held(a.number("learning_rate")));
  return reading(multistep({.from = a.number("learning_rate"), .milestones = milestones, .gamma = a.number("gamma")}));
}

Result<Reading> read_step(Arguments& a) {
  a.require(a.number("gamma") < 1, "Paddle refuses a gamma of 1 and more");
  return reading(
      step_decay({.from = a.number("learning_rate"), .gamma = a.number("gamma"), .period = a.steps("step_size", 1)}));
}

Result<Reading> read_cosine_annealing(Arguments& a) {
  const Step period = a.steps("T_max", 1);
  if (!ends_before(a, period + 1))
    a.note("rises-after-end", "after T_max = {} the rate climbs back up", {period}, "set T_max to the run's length",
           period + 1);
  return reading(past_end(half_wave(a.number("learning_rate"), a.number("eta_min"), period), Beyond::mirror));
}

Result<Reading> read_one_cycle(Arguments& a) {
  const Step total = a.steps("total_steps", 1);
  const bool three = a.flag("three_phase"), is_cosine = a.text("anneal_strategy") == "cos";
  const double peak = a.number("max_learning_rate"), start = peak / a.number("divide_factor");
  const double last = a.number("end_learning_rate"), share = a.number("phase_pct");
  a.require(is_cosine || a.text("anneal_strategy") == "linear", "anneal_strategy is 'cos' or 'linear'");
  a.require(!three || share < 0.5, "Paddle refuses three phases with a phase_pct of 0.5 and more");
  a.require(!is_whole(a.literal("phase_pct")), "Paddle refuses an int as phase_pct; write it with a point");
  const std::vector<double> ends = phase_ends(a, share, total, three, !ends_before(a, total));
  note_one_cycle_end(a, "Paddle", total, is_cosine);
  if (a.error()) return refused();
  const std::vector<double> rates = phase_values(start, peak, last, three);
  return reading(one_cycle_of(a, {ends, rates, is_cosine}, total));
}

Result<Reading> read_cyclic(Arguments& a) {
  const auto& words = etude::words<CyclicMode>;
  const auto at = std::find(words.begin(), words.end(), a.text("mode"));
  a.require(at != words.end(), "mode is 'triangular', 'triangular2' or 'exp_range'");
  a.require(a.is_none("scale_fn"), "scale_fn is a function, and none can be read; use mode=");
  const Step up = a.steps("step_size_up", 1);
  if (a.error()) return refused();
  const auto mode = static_cast<CyclicMode>(at - words.begin());
  return reading(cyclic({.low = a.number("base_learning_rate"),
                         .high = a.number("max_learning_rate"),
                         .up = up,
                         .down = a.is_none("step_size_down") ? up : a.steps("step_size_down", 1),
                         .mode = mode,
                         .gamma = mode == CyclicMode::exp_range ? a.number("exp_gamma") : 1}));
}

Result<Reading> read_linear(Arguments& a) {
  const double lr = a.number("learning_rate"), start = a.number("start_factor"), end = a.number("end_factor");
  a.require(start > 0 && start <= 1, "Paddle takes a start_factor above 0 and up to 1, not {}", {plain(start)});
  a.require(end >= 0 && end <= 1, "Paddle takes an end_factor between 0 and 1, not {}", {plain(end)});
  return reading(straight(lr * start, lr * end, a.steps("total_steps", 1)));
}

Result<Reading> read_warm_restarts(Arguments& a) { return warm_restarts(a, "learning_rate"); }

Result<Reading> read_function(Arguments& a) {
  a.require(false, "a function can not be read; write the schedule that it computes");
  return refused();
}

constexpr Entry entries[] = {
    {"NoamDecay", "d_model, warmup_steps, learning_rate=1.0, last_epoch=-1, verbose=False",
     "the original Transformer's, counted from 0", &from_zero<&read_noam>},
    {"PiecewiseDecay", "boundaries, values, last_epoch=-1, verbose=False", "a staircase of values", &read_piecewise},
    {"NaturalExpDecay", "learning_rate, gamma, last_epoch=-1, verbose=False", "times e^-gamma every step",
     &from_zero<&read_natural_exp>},
    {"InverseTimeDecay", "learning_rate, gamma, last_epoch=-1, verbose=False", "one over 1 + gamma t",
     &from_zero<&read_inverse_time>},
    {"PolynomialDecay",
     "learning_rate, decay_steps, end_lr=0.0001, power=1.0, cycle=False, last_epoch=-1, verbose=False",
     "a power of what remains", &from_zero<&read_polynomial>},
    {"LinearWarmup", "learning_rate, warmup_steps, start_lr, end_lr, last_epoch=-1, verbose=False",
     "a line, then a rate or a scheduler", &read_linear_warmup},
    {"ExponentialDecay", "learning_rate, gamma, last_epoch=-1, verbose=False", "times gamma every step",
     &from_zero<&read_exponential>},
    {"MultiStepDecay", "learning_rate, milestones, gamma=0.1, last_epoch=-1, verbose=False",
     "times gamma at each milestone", &from_zero<&read_multi_step>},
    {"StepDecay", "learning_rate, step_size, gamma=0.1, last_epoch=-1, verbose=False",
     "times gamma every step_size steps", &from_zero<&read_step>},
    {"CosineAnnealingDecay", "learning_rate, T_max, eta_min=0, last_epoch=-1, verbose=False",
     "half a cosine wave, and back", &from_zero<&read_cosine_annealing>},
    {"OneCycleLR",
     "max_learning_rate, total_steps, divide_factor=25.0, end_learning_rate=0.0001, phase_pct=0.3, "
     "anneal_strategy='cos', three_phase=False, last_epoch=-1, verbose=False",
     "the 1-cycle policy", &from_zero<&read_one_cycle>},
    {"CyclicLR",
     "base_learning_rate, max_learning_rate, step_size_up, step_size_down=None, mode='triangular', "
     "exp_gamma=1.0, scale_fn=None, scale_mode='cycle', last_epoch=-1, verbose=False",
     "up and down between two rates", &from_zero<&read_cyclic>},
    {"LinearLR",
     "learning_rate, total_steps, start_factor=0.3333333333333333, end_factor=1.0, last_epoch=-1, verbose=False",
     "a line between two factors", &from_zero<&read_linear>},
    {"CosineAnnealingWarmRestarts", "learning_rate, T_0, T_mult=1, eta_min=0, last_epoch=-1, verbose=False",
     "cosine decays with warm restarts", &from_zero<&read_warm_restarts>},
    {"ReduceOnPlateau",
     "learning_rate, mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, "
     "min_lr=0, epsilon=1e-08, verbose=False",
     "reacts to a metric: see etude list controllers", &reacts},
    {"LambdaDecay", "learning_rate, lr_lambda, last_epoch=-1, verbose=False", "a function of your own; not read",
     &read_function},
    {"MultiplicativeDecay", "learning_rate, lr_lambda, last_epoch=-1, verbose=False",
     "a product of a function of your own; not read", &read_function},
};

}  // namespace

constexpr Language language{.name = "paddle", .library = "PaddlePaddle, paddle.optimizer.lr", .entries = entries};

}  // namespace etude::dialect::paddle
