// Hugging Face transformers: the names of SchedulerType, as get_scheduler() takes them, and the get_..._schedule
// functions. Each is a factor on the optimizer's rate (LambdaLR); float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/hf_factors.h"
#include "etude/schedule/ramp.h"

namespace etude::dialect::hf {
namespace {

/// A line in W moves: update 0 has rate 0, update W has lr.
Result<Schedule> warmup_of(Arguments& a, double lr, Step steps) {
  if (steps > 0)
    a.note("first-update-is-zero", "the warm-up starts at 0, so the first update changes nothing",
           "no harm is done; cosine_warmup_with_min_lr is the one that starts above 0", 0);
  return rise_from(0, lr, steps);
}

/// The run's length. Where the warm-up leaves nothing of it, a note says so.
Step training_steps(Arguments& a, Step warm) {
  const Step steps = a.steps_or_run("num_training_steps");
  if (warm >= steps)
    a.note("warmup-longer-than-run", "num_warmup_steps {} leaves nothing of num_training_steps {} for the decay",
           {warm, steps}, "give fewer num_warmup_steps");
  return steps;
}

/// Are the warm-up and the run whole numbers of steps?
bool is_whole_run(Arguments& a) { return !has_fraction(a, {"num_warmup_steps", "num_training_steps"}); }

Result<Reading> read_linear(Arguments& a) {
  if (!is_whole_run(a)) return linear_in_fractions(a);
  const double lr = a.number("lr");
  const Step warm = a.steps("num_warmup_steps"), steps = training_steps(a, warm);
  const auto rise = warmup_of(a, lr, warm);
  if (steps <= warm) return reading(then(rise, held(0)));
  return reading(then(rise, straight(lr, 0, steps - warm)));
}

/// (1 + cos(2 pi cycles p)) / 2, where p goes on past 1. As many runs as make up whole half waves are laid out as one
/// curve, and that is mirrored at its end. Refused where no 1000 runs do.
Result<Schedule> waves(double from, double to, Step steps, double cycles) {
  if (cycles == 0.5) return past_end(half_wave(from, to, steps), Beyond::mirror);
  for (Step runs = 1; runs <= 1000; ++runs) {
    const double halves = 2 * cycles * static_cast<double>(runs);
    if (halves != std::floor(halves)) continue;
    return past_end(
        cosine_wave({.from = from, .to = to, .steps = steps * runs, .end = End::after, .cycles = halves / 2}),
        Beyond::mirror);
  }
  return refused();
}

void note_rise(Arguments& a, Step end) {
  if (ends_before(a, end + 1)) return;
  a.note("rises-after-end", "after num_training_steps = {} the rate climbs back up", {end},
         "give the run's length as num_training_steps", end + 1);
}

Result<Reading> cosine_to(Arguments& a, double floor) {
  const double lr = a.number("lr"), cycles = a.number("num_cycles");
  if (!is_whole_run(a) || floor < 0) return cosine_in_fractions(a, floor / lr);
  const Step warm = a.steps("num_warmup_steps"), steps = training_steps(a, warm);
  a.require(cycles >= 0, "num_cycles must not be below 0");
  if (a.error()) return refused();
  if (cycles > 0) note_rise(a, steps);
  const auto fall = waves(lr, floor, std::max(steps - warm, Step{1}), cycles);
  return fall ? reading(then(warmup_of(a, lr, warm), fall)) : cosine_in_fractions(a, floor / lr);
}

Result<Reading> read_cosine(Arguments& a) { return cosine_to(a, 0); }

/// The floor as a rate: min_lr, or its share of lr.
double floor_of(Arguments& a) {
  const auto rate = a.maybe("min_lr"), share = a.maybe("min_lr_rate");
  a.require(!rate || !share, "only one of min_lr and min_lr_rate may be set");
  a.require(rate || share, "one of min_lr and min_lr_rate must be set");
  const double lr = a.number("lr"), floor = rate ? *rate : lr * share.value_or(0);
  if (floor > lr) a.note("floor-above-peak", "the floor is above lr: the rate rises", "give a min_lr below lr");
  return floor;
}

Result<Reading> read_cosine_with_min_lr(Arguments& a) { return cosine_to(a, floor_of(a)); }

/// This one counts from 1: update W - 1 has the whole rate, and the last update has the floor.
Result<Reading> read_cosine_warmup_with_min_lr(Arguments& a) {
  const double lr = a.number("lr"), floor = floor_of(a), cycles = a.number("num_cycles");
  Step runs = 1;  // that make up whole cycles
  while (runs < 1000 && cycles * static_cast<double>(runs) != std::floor(cycles * static_cast<double>(runs))) ++runs;
  if (!is_whole_run(a) || floor < 0 || cycles <= 0 || runs == 1000) return counted_cosine_in_fractions(a, floor / lr);
  const auto share = a.maybe("warmup_lr_rate");
  const Step warm = a.steps("num_warmup_steps"), steps = training_steps(a, warm), run = std::max(steps - warm, Step{1});
  const auto rise = share ? warmup({.to = lr, .steps = warm, .from = lr * *share, .first = First::from})
                          : warmup({.to = lr, .steps = warm});
  if (a.error()) return refused();
  note_rise(a, steps);
  const CosineWave wave{.from = lr,
                        .to = floor,
                        .steps = run * runs,
                        .first = First::moved,
                        .cycles = cycles * static_cast<double>(runs)};
  if (cycles != 0.5) return reading(then(rise, past_end(of_any_sign(wave), Beyond::repeat)));
  const auto back = cosine_wave({.from = floor, .to = lr, .steps = 2 * run, .first = First::moved, .cycles = 1});
  return reading(then(rise, cosine({.from = lr, .to = floor, .steps = run, .first = First::moved}),
                      past_end(back, Beyond::repeat)));
}

double restart_factor(Step t, Step steps, double cycles) {
  const double p = static_cast<double>(t) / static_cast<double>(steps);
  return p >= 1 ? 0 : cosine_weight(std::fmod(cycles * p, 1.0));
}

/// Are the restarts at whole steps, in exact arithmetic and in transformers' own?
bool are_whole(Step steps, double cycles) {
  if (cycles != std::floor(cycles) || cycles < 1 || cycles > 65536) return false;
  const auto count = static_cast<Step>(cycles);
  if (steps % count != 0) return false;
  for (Step i = 1; i < count; ++i)
    if (restart_factor(i * (steps / count), steps, cycles) != 1) return false;
  return true;
}

Result<Reading> read_restarts(Arguments& a) {
  if (!is_whole_run(a)) return restarts_in_fractions(a);
  const double lr = a.number("lr"), cycles = a.number("num_cycles");
  const Step warm = a.steps("num_warmup_steps"), steps = training_steps(a, warm);
  const Step run = std::max(steps - warm, Step{1});
  a.require(cycles >= 0, "num_cycles must not be below 0");
  if (a.error()) return refused();
  if (steps >= warm && !are_whole(run, cycles)) return restarts_in_fractions(a);
  const auto rise = warmup_of(a, lr, warm);
  if (steps < warm) return reading(then(rise, then(held(lr, 1), held(0))));
  const auto count = static_cast<Step>(cycles);
  return reading(
      then(rise, cosine_restarts({.from = lr, .to = 0, .period = run / count, .cycles = count, .end = End::after})));
}

Result<Reading> read_polynomial(Arguments& a) {
  if (!is_whole_run(a)) return polynomial_in_fractions(a);
  const double lr = a.number("lr"), end = a.number("lr_end");
  const Step warm = a.steps("num_warmup_steps"), steps = training_steps(a, warm);
  a.require(lr > end, "lr_end ({}) must be below lr ({})", {plain(end), plain(lr)});
  a.require(steps != warm,
            "with as many num_warmup_steps as num_training_steps transformers ends with "
            "ZeroDivisionError at the first step after the warm-up; give fewer");
  if (a.error()) return refused();
  const auto rise = warmup_of(a, lr, warm);
  if (steps < warm) return reading(then(rise, held(end)));
  return reading(then(rise, power_fall(lr, end, steps - warm, a.number("power"))));
}

Result<Reading> read_constant(Arguments& a) {
  if (const auto warm = a.maybe("num_warmup_steps"); warm && *warm != 0)
    a.note("ignored-argument", "constant has no warm-up: num_warmup_steps is passed over",
           "name constant_with_warmup instead");
  return reading(held(a.number("lr")));
}

Result<Reading> read_constant_with_warmup(Arguments& a) {
  if (!is_whole_run(a)) return constant_in_fractions(a);
  const double lr = a.number("lr");
  return reading(then(warmup_of(a, lr, a.steps("num_warmup_steps")), held(lr)));
}

Result<Reading> read_inverse_sqrt(Arguments& a) {
  if (has_fraction(a, {"num_warmup_steps", "timescale"})) return inverse_sqrt_in_fractions(a);
  const double lr = a.number("lr");
  const Step warm = a.steps("num_warmup_steps");
  const Step scale = a.is_none("timescale") ? (warm > 0 ? warm : 10000) : a.steps("timescale", 1);
  return reading(then(warmup_of(a, lr, warm),
                      inverse_sqrt({.from = lr, .timescale = static_cast<double>(scale), .shift = scale})));
}

Result<Schedule> wsd_decay(const std::string& shape, double lr, double floor, Step steps, double cycles) {
  if (steps == 0) return held(floor);
  if (shape == "linear") return straight(lr, floor, steps);
  if (shape == "1-sqrt") return power_done(lr, floor, steps, 0.5);
  if (cycles == 0.5) return half_wave(lr, floor, steps);
  return then(cosine_wave({.from = lr, .to = floor, .steps = steps, .end = End::after, .cycles = cycles}), held(floor));
}

bool is_wsd_shape(const std::string& shape) { return shape == "linear" || shape == "cosine" || shape == "1-sqrt"; }

/// The steps between warm-up and decay. A number below 0 says that the warm-up runs into the decay.
Step stable_steps(Arguments& a, Step warm, Step decay) {
  if (a.is_none("num_stable_steps")) return a.steps_or_run("num_training_steps") - warm - decay;
  if (!a.is_none("num_training_steps"))
    a.note("ignored-argument", "num_stable_steps is used, so num_training_steps is passed over",
           "leave num_training_steps out");
  return a.steps("num_stable_steps");
}

Result<Reading> read_warmup_stable_decay(Arguments& a) {
  const std::string up = a.text("warmup_type"), down = a.text("decay_type");
  for (const std::string& shape : {up, down})
    a.require(is_wsd_shape(shape), "'{}' is no shape that transformers has; write 'linear', 'cosine' or '1-sqrt'",
              {shape});
  if (!is_whole_run(a) || has_fraction(a, {"num_decay_steps", "num_stable_steps"})) return wsd_in_fractions(a);
  const double lr = a.number("lr"), share = a.number("min_lr_ratio");
  const Step warm = a.steps("num_warmup_steps"), fall = a.steps("num_decay_steps");
  const Step stable = stable_steps(a, warm, fall);
  if (a.error()) return refused();
  if (warm + stable < 0) {
    a.note("warmup-longer-than-run", "warm-up and decay are longer than the run: the decay is on its way at step 0",
           "give fewer num_decay_steps");
    return wsd_in_fractions(a);
  }
  const Rise shape = up == "linear" ? Rise::linear : up == "cosine" ? Rise::cosine : Rise::sqrt;
  const auto rise =
      warmup({.to = lr, .steps = warm, .from = lr * share, .first = First::from, .end = End::after, .shape = shape});
  const auto decay = wsd_decay(down, lr, lr * share, fall, a.number("num_cycles"));
  if (stable >= 0) return reading(then(rise, held(lr, stable), decay));
  a.note("warmup-longer-than-run", "the warm-up runs into the decay, which is well on its way when it ends",
         "give num_training_steps of at least num_warmup_steps + num_decay_steps", warm);
  return reading(overlaid(rise, window(decay, warm + stable), warm));
}

Result<Reading> read_reacting(Arguments& a) {
  a.require(false, "this one reacts to a metric, so it is no function of the step: `etude list controllers`");
  return refused();
}

/// get_scheduler("cosine", optimizer, 10, 100, scheduler_specific_kwargs={...}) as the call of that name.
Result<Reading> read_scheduler(Arguments& a) {
  Literal call;
  call.type = Literal::Type::call;
  call.text = filled("hf.{}", {a.text("name")});
  call.source = a.literal("name").source;
  for (const char* name : {"num_warmup_steps", "num_training_steps"})
    if (!a.is_none(name)) call.named.emplace_back(name, a.literal(name));
  const std::vector<Literal>& more = a.literal("scheduler_specific_kwargs").items;
  for (std::size_t i = 0; i + 1 < more.size(); i += 2) call.named.emplace_back(more[i].text, more[i + 1]);
  return a.read(call, a.number("lr"));
}

constexpr std::string_view of_run = "num_warmup_steps, num_training_steps=None, last_epoch=-1, lr=1.0";
constexpr std::string_view of_cosine =
    "num_warmup_steps, num_training_steps=None, num_cycles=0.5, last_epoch=-1, lr=1.0";
constexpr std::string_view of_restarts =
    "num_warmup_steps, num_training_steps=None, num_cycles=1, last_epoch=-1, lr=1.0";
constexpr std::string_view of_polynomial =
    "num_warmup_steps, num_training_steps=None, lr_end=1e-07, power=1.0, last_epoch=-1, lr=1.0";
constexpr std::string_view of_min_lr =
    "num_warmup_steps, num_training_steps=None, num_cycles=0.5, last_epoch=-1, min_lr=None, min_lr_rate=None, lr=1.0";
constexpr std::string_view of_warmup_min_lr =
    "num_warmup_steps, num_training_steps=None, num_cycles=0.5, last_epoch=-1, min_lr=None, min_lr_rate=None, "
    "warmup_lr_rate=None, lr=1.0";
constexpr std::string_view of_wsd =
    "num_warmup_steps, num_decay_steps, num_training_steps=None, num_stable_steps=None, warmup_type='linear', "
    "decay_type='cosine', min_lr_ratio=0, num_cycles=0.5, last_epoch=-1, lr=1.0";
constexpr std::string_view of_inverse_sqrt =
    "num_warmup_steps, timescale=None, last_epoch=-1, num_training_steps=None, lr=1.0";
constexpr std::string_view of_constant = "num_warmup_steps=None, num_training_steps=None, last_epoch=-1, lr=1.0";
constexpr std::string_view of_constant_warmup = "num_warmup_steps, last_epoch=-1, num_training_steps=None, lr=1.0";
constexpr std::string_view of_plateau =
    "mode='min', factor=0.1, patience=10, threshold=0.0001, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-08, "
    "num_warmup_steps=None, num_training_steps=None, lr=1.0";
constexpr std::string_view of_greedy = "num_warmup_steps=None, num_training_steps=None, lr=1.0";

constexpr Entry entries[] = {
    {"linear", of_run, "a warm-up, then a line to 0", &read_linear},
    {"cosine", of_cosine, "a warm-up, then cosine waves", &read_cosine},
    {"cosine_with_restarts", of_restarts, "a warm-up, then cosine decays with hard restarts", &read_restarts},
    {"polynomial", of_polynomial, "a warm-up, then a power of what remains", &read_polynomial},
    {"constant", of_constant, "the optimizer's rate", &read_constant},
    {"constant_with_warmup", of_constant_warmup, "a warm-up, then the optimizer's rate", &read_constant_with_warmup},
    {"inverse_sqrt", of_inverse_sqrt, "a warm-up, then one over the root of the step", &read_inverse_sqrt},
    {"cosine_with_min_lr", of_min_lr, "a warm-up, then cosine waves to a floor", &read_cosine_with_min_lr},
    {"cosine_warmup_with_min_lr", of_warmup_min_lr, "the same, counted from 1: the last update has the floor",
     &read_cosine_warmup_with_min_lr},
    {"warmup_stable_decay", of_wsd, "warm-up, stable, decay", &read_warmup_stable_decay},
    {"reduce_lr_on_plateau", of_plateau, "reacts to a metric: see etude list controllers", &read_reacting},
    {"greedy", of_greedy, "reacts to a metric: see etude list controllers", &read_reacting},
    {"get_scheduler",
     "name, optimizer=None, num_warmup_steps=None, num_training_steps=None, scheduler_specific_kwargs=None, "
     "lr=1.0",
     "the schedule of that name", &read_scheduler},
    {"get_linear_schedule_with_warmup", of_run, "linear", &read_linear},
    {"get_cosine_schedule_with_warmup", of_cosine, "cosine", &read_cosine},
    {"get_cosine_with_hard_restarts_schedule_with_warmup", of_restarts, "cosine_with_restarts", &read_restarts},
    {"get_polynomial_decay_schedule_with_warmup", of_polynomial, "polynomial", &read_polynomial},
    {"get_constant_schedule", "last_epoch=-1, num_warmup_steps=None, lr=1.0", "constant", &read_constant},
    {"get_constant_schedule_with_warmup", of_constant_warmup, "constant_with_warmup", &read_constant_with_warmup},
    {"get_inverse_sqrt_schedule", of_inverse_sqrt, "inverse_sqrt", &read_inverse_sqrt},
    {"get_cosine_with_min_lr_schedule_with_warmup", of_min_lr, "cosine_with_min_lr", &read_cosine_with_min_lr},
    {"get_cosine_with_min_lr_schedule_with_warmup_lr_rate", of_warmup_min_lr, "cosine_warmup_with_min_lr",
     &read_cosine_warmup_with_min_lr},
    {"get_wsd_schedule", of_wsd, "warmup_stable_decay", &read_warmup_stable_decay},
    {"get_reduce_on_plateau_schedule", of_plateau, "reduce_lr_on_plateau", &read_reacting},
    {"get_greedy_schedule", of_greedy, "greedy", &read_reacting},
};

}  // namespace

constexpr Language language{
    .name = "hf",
    .library = "Hugging Face transformers, the names of SchedulerType and the get_..._schedule functions",
    .prefixes = {"transformers"},
    .entries = entries,
    .writing = &writing};

}  // namespace etude::dialect::hf
