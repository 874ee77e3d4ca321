// timm.scheduler. One step is one epoch: the value at t is what scheduler.step(t) puts into the optimizer, and at 0
// what the constructor puts there. float64.

#include <algorithm>
#include <cmath>

#include "dialect/read/bisect.h"
#include "dialect/read/timm_created.h"
#include "dialect/read/timm_noise.h"
#include "etude/base/math.h"
#include "etude/schedule/callable.h"

namespace etude::dialect::timm {
namespace {

/// What all schedulers of timm have in common.
struct Common {
  double lr = 1;
  double warm = 0;   // the steps of the warm-up, a fraction maybe
  double first = 0;  // the rate at which it starts
  bool prefix = false;

  bool is_whole() const { return warm == std::floor(warm); }
  /// The first step that is not of the warm-up.
  Step end() const { return static_cast<Step>(std::ceil(warm)); }
};

/// What follows the warm-up: as a schedule, and as timm computes it at any t, which a fraction of a warm-up asks for.
struct Main {
  Result<Schedule> schedule;
  std::function<double(double t)> at;
};

Common common(Arguments& a) {
  a.require(a.flag("initialize"),
            "with initialize=False timm ends with KeyError where no initial_lr is in the optimizer");
  if (!a.flag("t_in_epochs"))
    a.note("default-surprise", "with t_in_epochs=False only step_update() moves the rate, and step() does nothing",
           "call step_update(update) after each update");
  const double warm = a.number("warmup_t");
  a.require(warm >= 0 && warm < 0x1p53, "warmup_t must be at least 0, not {}", {plain(warm)});
  return {a.number("lr"), a.error() ? 0 : warm, a.number("warmup_lr_init"), a.flag("warmup_prefix")};
}

/// The warm-up to `peak` and the schedule. With warmup_prefix=True the schedule begins after the warm-up; without it,
/// it begins at step 0 and the warm-up hides its first steps.
Result<Schedule> warmed(Arguments& a, const Common& c, const Main& main, double peak) {
  if (!main.schedule) return main.schedule;
  const Schedule& falls = *main.schedule;
  if (c.warm == 0) return falls(0) == c.lr ? main.schedule : overlaid(held(c.lr, 1), falls, 1);
  const auto rise = c.is_whole() ? rise_from(c.first, peak, c.end())
                                 : lasting(piecewise({.at = {0, c.warm}, .values = {c.first, peak}}), c.end());
  if (c.first == 0)
    a.note("first-update-is-zero", "the warm-up starts at warmup_lr_init = 0, so the first epoch changes nothing",
           "give a warmup_lr_init above 0", 0);
  if (c.prefix && c.is_whole()) return then(rise, falls);
  if (c.prefix) {
    const double late = static_cast<double>(c.end()) - c.warm;
    return then(rise, own_reading(a, [=, at = main.at](Step t) { return at(static_cast<double>(t) + late); })->plan.lr);
  }
  if (falls(c.end()) < 0.95 * peak)
    a.note("peak-not-reached",
           "the warm-up lies over the schedule, which is at {} already when it ends: the rate never reaches {}",
           {plain(falls(c.end())), plain(peak)}, "give warmup_prefix=True", c.end());
  return overlaid(rise, falls, c.end());
}

Result<Reading> warmed_reading(Arguments& a, const Common& c, const Main& main) {
  if (a.error()) return refused();
  return reading(warmed(a, c, main, c.lr));
}

/// One cycle of a scheduler, which goes from `from` to lr_min: as a schedule, and as timm computes it.
struct Wave {
  std::function<Result<Schedule>(double from, Step steps)> cycle;
  std::function<double(double from, double t, double steps)> value;
  bool lands = true;  // on lr_min, at its end
};

struct Cycles {
  Step first = 1, limit = 1;
  double mul = 1, decay = 1, floor = 0;

  /// The index of the cycle that holds t. timm finds it by a logarithm, which is wrong at some restarts.
  double index(double t) const {
    const auto n = static_cast<double>(first);
    if (mul == 1) return std::floor(t / n);
    return std::floor(math::log(1 - t / n * (1 - mul)) / math::log(mul));
  }
  double start(double i) const {
    const auto n = static_cast<double>(first);
    return mul == 1 ? n * i : (1 - math::pow(mul, i)) / (1 - mul) * n;
  }
  double length(double i) const { return math::pow(mul, i) * static_cast<double>(first); }

  /// timm's own arithmetic. Below a cycle_mul of 1 it ends at a logarithm of a number below 0.
  double value(double lr, const Wave& wave, double t) const {
    const double i = index(t);
    if (std::isnan(i)) return i;
    if (!(i < static_cast<double>(limit))) return floor;
    return wave.value(lr * math::pow(decay, i), t - start(i), length(i));
  }
};

Cycles cycles_of(Arguments& a) {
  Cycles c{a.steps("t_initial", 1), a.steps("cycle_limit"), a.number("cycle_mul"), a.number("cycle_decay"),
           a.number("lr_min")};
  a.require(c.floor >= 0, "timm asserts an lr_min of at least 0");
  a.require(c.mul > 0, "cycle_mul must be above 0");
  if (c.floor > a.number("lr"))
    a.note("floor-above-peak", "lr_min is above lr: the rate rises", "give an lr_min below lr");
  return c;
}

/// Are all restarts at whole steps, and does timm find each of them there?
bool are_exact(const Cycles& c) {
  if (c.limit > 64) return c.mul == 1;
  for (Step i = 0; i <= c.limit; ++i) {
    const auto at = static_cast<double>(i);
    const double start = c.start(at);
    if (start != std::floor(start) || start > 0x1p40 || c.index(start) != at) return false;
    if (i > 0 && c.index(start - 1) != at - 1) return false;
  }
  return true;
}

/// One cycle after another; after the last one the rate stands at lr_min.
Result<Schedule> laid_out(const Cycles& c, double lr, const Wave& wave) {
  Result<Schedule> all = held(c.floor);
  for (Step i = c.limit; i-- > 0;) {
    const auto at = static_cast<double>(i);
    all = then(wave.cycle(lr * math::pow(c.decay, at), static_cast<Step>(c.length(at))), all);
  }
  return all;
}

/// timm's own arithmetic, for cycles that are not exact.
Result<Schedule> computed(Arguments& a, const Cycles& c, double lr, const Wave& wave) {
  const auto value = [c, lr, wave](Step t) { return c.value(lr, wave, static_cast<double>(t)); };
  const auto end = static_cast<Step>(std::min(std::ceil(c.start(static_cast<double>(c.limit))), 0x1p61));
  auto all = callable({.function = value, .length = end, .label = a.label()});
  if (c.mul >= 1) return all;
  const auto last = static_cast<Step>(std::ceil(static_cast<double>(c.first) / (1 - c.mul)));
  a.note("raises-after-end",
         "with cycle_mul below 1 timm takes the logarithm of a number below 0 there and ends with "
         "ValueError",
         "stop before it", last);
  return past_end(all, Beyond::error, last);
}

/// The note on a restart that timm counts as the end of the cycle before.
void note_restarts(Arguments& a, const Cycles& c) {
  for (Step i = 1; i < std::min(c.limit, Step{64}); ++i) {
    const double start = c.start(static_cast<double>(i));
    if (start != std::floor(start) || start > 0x1p53 || c.index(start) == static_cast<double>(i)) continue;
    a.note("restart-lost",
           "timm finds a cycle by its logarithm, and puts this restart into the cycle before: the rate "
           "is lr_min there, not the peak",
           "give another t_initial, with which no restart is lost, or cycle_mul=1", static_cast<Step>(start));
    return;
  }
}

Result<Schedule> cycled(Arguments& a, const Cycles& c, double lr, const Wave& wave) {
  if (a.error()) return refused();
  if (c.limit == 0) return held(c.floor);
  if (c.limit == 1 && c.mul == 1 && wave.lands) return wave.cycle(lr, c.first);
  note_restarts(a, c);
  if (c.mul < 1 || c.limit > 64 || !are_exact(c)) return computed(a, c, lr, wave);
  return laid_out(c, lr, wave);
}

std::function<double(double)> at_any(const Cycles& c, double lr, const Wave& wave) {
  return [=](double t) { return c.value(lr, wave, t); };
}

Result<Reading> read_cosine(Arguments& a) {
  const Common shared = common(a);
  const double k = a.number("k_decay"), floor = a.number("lr_min"), lr = shared.lr;
  a.require(k > 0, "k_decay must be above 0");
  const Cycles c = cycles_of(a);
  const Wave wave{[=](double from, Step steps) {
                    return cosine({.from = from, .to = floor, .steps = steps, .end = End::after, .k_decay = k});
                  },
                  [=](double from, double t, double steps) {
                    return floor + 0.5 * (from - floor) * (1 + math::cos_pi(math::pow(t, k) / math::pow(steps, k)));
                  }};
  const bool is_alike = !a.error() && c.mul == 1 && k == 1 && c.limit > 1 && c.decay > 0;
  const auto cycles =
      is_alike
          ? cosine_restarts(
                {.from = lr, .to = floor, .period = c.first, .amp_mult = c.decay, .cycles = c.limit, .end = End::after})
          : cycled(a, c, lr, wave);
  return warmed_reading(a, shared, {cycles, at_any(c, lr, wave)});
}

Result<Reading> read_poly(Arguments& a) {
  const Common shared = common(a);
  const double k = a.number("k_decay"), power = a.number("power"), floor = a.number("lr_min"), lr = shared.lr;
  a.require(k > 0 && power > 0, "power and k_decay must be above 0");
  const auto value = [=](double from, double t, double steps) {
    return floor + (from - floor) * math::pow(1 - math::pow(t, k) / math::pow(steps, k), power);
  };
  const auto cycle = [=, &a](double from, Step steps) -> Result<Schedule> {
    if (k == 1) return power_fall(from, floor, steps, power);
    if (power == 1) return power_done(from, floor, steps, k);
    const auto n = static_cast<double>(steps);
    const auto whole = [=](Step t) { return value(from, std::min(static_cast<double>(t), n), n); };
    return callable({.function = whole, .length = steps, .label = a.label()});
  };
  const Cycles c = cycles_of(a);
  const Wave wave{cycle, value};
  return warmed_reading(a, shared, {cycled(a, c, lr, wave), at_any(c, lr, {{}, value})});
}

Result<Reading> read_tanh(Arguments& a) {
  const Common shared = common(a);
  const double lb = a.number("lb"), ub = a.number("ub"), floor = a.number("lr_min");
  a.require(lb < ub, "timm asserts lb < ub");
  a.require(shared.first >= 0, "timm asserts a warmup_lr_init of at least 0");
  const Wave wave{[=](double from, Step steps) {
                    return tanh({.from = from, .to = floor, .steps = steps, .end = End::after, .lb = lb, .ub = ub});
                  },
                  [=](double from, double t, double steps) {
                    const double p = t / steps;
                    return floor + 0.5 * (from - floor) * (1 - math::tanh(lb * (1 - p) + ub * p));
                  },
                  false};
  const Cycles c = cycles_of(a);
  const Main main{cycled(a, c, shared.lr, wave), at_any(c, shared.lr, wave)};
  if (a.error() || !main.schedule) return reading(main.schedule);
  const double peak = shared.prefix || shared.warm == 0 ? shared.lr : main.at(shared.warm);
  return reading(warmed(a, shared, main, peak));
}

/// Python's t // period. The remainder is exact; what is left of t is divided by the period, and rounded down.
double whole_periods(double t, double period) {
  const double periods = (t - std::fmod(t, period)) / period, below = std::floor(periods);
  return periods - below > 0.5 ? below + 1 : below;
}

Result<Reading> read_step(Arguments& a) {
  const Common c = common(a);
  const double period = a.number("decay_t"), rate = a.number("decay_rate");
  a.require(period > 0, "decay_t must be above 0; timm divides by it");
  if (rate == 1)
    a.note("default-surprise", "decay_rate is 1.0, so the rate never drops", "give decay_rate, for example 0.1");
  if (a.error()) return refused();
  const auto fall = [=, lr = c.lr](double t) { return lr * math::pow(rate, whole_periods(t, period)); };
  if (period == std::floor(period) && rate > 0)
    return warmed_reading(a, c, {step_decay({.from = c.lr, .gamma = rate, .period = static_cast<Step>(period)}), fall});
  const auto each = [fall](Step t) { return fall(static_cast<double>(t)); };
  return warmed_reading(a, c, {own_reading(a, each)->plan.lr, fall});
}

/// timm looks t + 1 up in the list, so each drop comes one epoch early. In a list out of order its search finds what it
/// finds, and the drops are there.
Result<Schedule> dropping(const Common& c, const std::vector<Step>& list, double rate) {
  if (rate > 0 && std::is_sorted(list.begin(), list.end())) {
    std::vector<Step> early;
    for (const Step milestone : list) early.push_back(std::max(milestone - 1, Step{0}));
    return list.empty() ? held(c.lr) : multistep({.from = c.lr, .milestones = early, .gamma = rate});
  }
  std::vector<Step> sorted = list;
  math::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<double> at{0}, values{c.lr * math::pow(rate, static_cast<double>(bisect_right(list, 1)))};
  for (const Step milestone : sorted) {
    if (milestone < 2) continue;
    at.push_back(static_cast<double>(milestone - 1));
    values.push_back(c.lr * math::pow(rate, static_cast<double>(bisect_right(list, milestone))));
  }
  return piecewise({.at = at, .values = values, .interpolation = Interpolation::hold});
}

Result<Reading> read_multistep(Arguments& a) {
  const Common c = common(a);
  const std::vector<Step> list = a.milestones("decay_t");
  const double rate = a.number("decay_rate");
  if (!list.empty())
    a.note("off-by-one", "timm drops the rate one epoch early: the first drop is at {}",
           {std::max(list[0] - 1, Step{0})}, "add 1 to each decay_t", std::max(list[0] - 1, Step{0}));
  if (!std::is_sorted(list.begin(), list.end()))
    a.note("milestones-out-of-order",
           "timm searches decay_t by bisection, and finds drops elsewhere where it is out of "
           "order",
           "sort decay_t");
  if (rate == 1)
    a.note("default-surprise", "decay_rate is 1.0, so the rate never drops", "give decay_rate, for example 0.1");
  const auto at = [=, lr = c.lr](double t) {
    return lr * math::pow(rate, static_cast<double>(bisect_right(list, static_cast<Step>(std::floor(t)) + 1)));
  };
  return warmed_reading(a, c, {dropping(c, list, rate), at});
}

Result<Schedule> wsd_fall(Arguments& a, double from, double to, Step steps) {
  const std::string shape = a.text("decay_fn");
  if (shape == "linear") return straight(from, to, steps);
  if (shape == "cosine") return half_wave(from, to, steps);
  if (shape == "exp")
    return exponential_ramp(
        {.from = from, .to = to, .steps = steps, .end = End::after, .rate = a.number("decay_ratio")});
  a.require(shape == "1-sqrt" || shape == "power",
            "decay_fn is 'linear', '1-sqrt', 'cosine', 'power' or 'exp', not '{}'", {shape});
  const double power = shape == "power" ? a.number("decay_power") : 0.5;
  return power_done(from, to, steps, power);
}

/// The stable phase and the decay, as timm computes them.
std::function<double(double)> wsd_at(Arguments& a, const Common& c, Step run, Step fall) {
  const std::string stable = a.text("stable_fn"), shape = a.text("decay_fn");
  const double power = stable == "constant" ? 0 : stable == "rsqrt" ? 0.5 : a.number("stable_power");
  const double scale = a.maybe("stable_timescale").value_or(c.warm), floor = a.number("lr_min");
  const double bend = shape == "1-sqrt" ? 0.5 : shape == "power" ? a.number("decay_power") : 1;
  const double ratio = a.number("decay_ratio"), length = static_cast<double>(fall);
  const double begins = static_cast<double>(run - fall);
  const auto left = [=](double p) {
    if (shape == "cosine") return 0.5 * (1 + math::cos_pi(p));
    return shape == "exp" ? (math::pow(ratio, p) - ratio) / (1 - ratio) : 1 - math::pow(p, bend);
  };
  return [=, lr = c.lr](double t) {
    const double top = std::max(power == 0 ? lr : lr * math::pow(1 + t / scale, -power), floor);
    return t <= begins ? top : floor + (top - floor) * left(std::min((t - begins) / length, 1.0));
  };
}

/// A stable phase that falls too: lr times (1 + t / timescale)^-power, and the decay takes what is above lr_min away.
Result<Schedule> falling_stable(Arguments& a, const Common& c, Step run, Step fall) {
  const double floor = a.number("lr_min"), power = a.text("stable_fn") == "rsqrt" ? 0.5 : a.number("stable_power");
  const double scale = a.maybe("stable_timescale").value_or(c.warm);
  a.require(scale > 0, "stable_fn needs a stable_timescale above 0, which is warmup_t where it is left out");
  const auto decay = then(held(1, run - fall), wsd_fall(a, 1, 0, fall));
  if (a.error() || !decay) return decay;
  if (power == 0.5 && floor == 0 && scale == std::floor(scale))
    return multiply(inverse_sqrt({.from = c.lr, .timescale = scale, .shift = static_cast<Step>(scale)}), decay);
  const auto value = [=, lr = c.lr, factor = *decay](Step t) {
    const double stable = std::max(lr * math::pow(1 + static_cast<double>(t) / scale, -power), floor);
    return floor + (stable - floor) * factor(t);
  };
  return callable({.function = value, .length = run, .label = a.label()});
}

Result<Reading> read_wsd(Arguments& a) {
  Common c = common(a);
  c.prefix = true;
  const Step run = a.steps("t_initial", 1), fall = a.steps("decay_t", 1);
  const double floor = a.number("lr_min"), ratio = a.number("decay_ratio");
  const std::string stable = a.text("stable_fn");
  a.require(fall <= run, "timm needs a decay_t up to t_initial");
  a.require(floor >= 0 && ratio > 0 && ratio < 1 && a.number("decay_power") > 0 && a.number("stable_power") > 0,
            "timm needs lr_min of at least 0, decay_ratio between 0 and 1, and powers above 0");
  a.require(stable == "constant" || stable == "rsqrt" || stable == "power",
            "stable_fn is 'constant', 'rsqrt' or 'power', not '{}'", {stable});
  if (a.error()) return refused();
  const auto at = wsd_at(a, c, run, fall);
  if (stable != "constant") return warmed_reading(a, c, {falling_stable(a, c, run, fall), at});
  const double top = std::max(c.lr, floor);
  return warmed_reading(a, c, {then(held(top, run - fall), wsd_fall(a, top, floor, fall)), at});
}

constexpr std::string_view of_cosine =
    "t_initial, lr_min=0.0, cycle_mul=1.0, cycle_decay=1.0, cycle_limit=1, warmup_t=0, warmup_lr_init=0.0, "
    "warmup_prefix=False, t_in_epochs=True, noise_range_t=None, noise_pct=0.67, noise_std=1.0, noise_seed=42, "
    "k_decay=1.0, initialize=True, lr=1.0";
constexpr std::string_view of_poly =
    "t_initial, power=0.5, lr_min=0.0, cycle_mul=1.0, cycle_decay=1.0, cycle_limit=1, warmup_t=0, warmup_lr_init=0.0, "
    "warmup_prefix=False, t_in_epochs=True, noise_range_t=None, noise_pct=0.67, noise_std=1.0, noise_seed=42, "
    "k_decay=1.0, initialize=True, lr=1.0";
constexpr std::string_view of_tanh =
    "t_initial, lb=-7.0, ub=3.0, lr_min=0.0, cycle_mul=1.0, cycle_decay=1.0, cycle_limit=1, warmup_t=0, "
    "warmup_lr_init=0.0, warmup_prefix=False, t_in_epochs=True, noise_range_t=None, noise_pct=0.67, noise_std=1.0, "
    "noise_seed=42, initialize=True, lr=1.0";
constexpr std::string_view of_step =
    "decay_t, decay_rate=1.0, warmup_t=0, warmup_lr_init=0.0, warmup_prefix=True, t_in_epochs=True, "
    "noise_range_t=None, noise_pct=0.67, noise_std=1.0, noise_seed=42, initialize=True, lr=1.0";
constexpr std::string_view of_wsd =
    "t_initial, decay_t, lr_min=0.0, stable_fn='constant', stable_timescale=None, stable_power=0.5, "
    "decay_fn='1-sqrt', decay_power=0.5, decay_ratio=0.1, warmup_t=0, warmup_lr_init=0.0, t_in_epochs=True, "
    "noise_range_t=None, noise_pct=0.67, noise_std=1.0, noise_seed=42, initialize=True, lr=1.0";
constexpr std::string_view of_create =
    "sched='cosine', num_epochs=300, decay_epochs=None, decay_milestones=(90, 180, 270), cooldown_epochs=0, "
    "patience_epochs=10, decay_rate=0.1, min_lr=0.0, warmup_lr=1e-05, warmup_epochs=0, warmup_prefix=False, "
    "noise=None, noise_pct=0.67, noise_std=1.0, noise_seed=42, cycle_mul=1.0, cycle_decay=0.1, cycle_limit=1, "
    "k_decay=1.0, decay_fn=None, stable_timescale=None, plateau_mode='max', step_on_epochs=True, "
    "updates_per_epoch=0, lr=1.0";
constexpr std::string_view of_plateau =
    "decay_rate=0.1, patience_t=10, threshold=0.0001, cooldown_t=0, warmup_t=0, warmup_lr_init=0.0, lr_min=0.0, "
    "mode='max', lr=1.0";

constexpr Entry entries[] = {
    {"CosineLRScheduler", of_cosine, "cosine decays with restarts", &noisy<&read_cosine>},
    {"PolyLRScheduler", of_poly, "a power of what remains, with restarts", &noisy<&read_poly>},
    {"TanhLRScheduler", of_tanh, "an S-curve, with restarts", &noisy<&read_tanh>},
    {"StepLRScheduler", of_step, "times decay_rate every decay_t", &noisy<&read_step>},
    {"MultiStepLRScheduler", of_step, "times decay_rate one epoch before each decay_t", &noisy<&read_multistep>},
    {"WSDLRScheduler", of_wsd, "warm-up, stable, decay", &noisy<&read_wsd>},
    {"PlateauLRScheduler", of_plateau, "reacts to a metric: see etude list controllers", &reacts},
    {"create_scheduler_v2", of_create, "the scheduler of that name", &read_created},
};

}  // namespace

constexpr Language language{.name = "timm",
                            .library = "timm.scheduler; one step is one epoch, or one update with step_update()",
                            .entries = entries,
                            .writing = &writing};

}  // namespace etude::dialect::timm
