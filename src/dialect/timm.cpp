// timm.scheduler. One step is one epoch: the value at t is what scheduler.step(t) puts into the optimizer, at 0 what
// the constructor puts there. float64.

#include <cmath>

#include "dialect/arguments.h"
#include "dialect/bisect.h"
#include "dialect/find.h"
#include "dialect/phrases.h"
#include "etude/base/math.h"
#include "etude/schedule/callable.h"

namespace etude::dialect {
namespace {

/// What all schedulers of timm have in common.
struct Common {
  double lr = 1;
  Step warm = 0;
  double first = 0;  // the rate at which the warm-up starts
  bool prefix = false;
};

Common common(Arguments& a) {
  a.require(a.is_none("noise_range_t"), "noise is drawn by torch's generator and not read; write noise(...) around it");
  if (!a.flag("t_in_epochs"))
    a.note("default-surprise", "with t_in_epochs=False only step_update() moves the rate, and step() does nothing",
           "call step_update(update) after each update");
  return {a.number("lr"), a.steps("warmup_t"), a.number("warmup_lr_init"), a.flag("warmup_prefix")};
}

/// `before` for the first `steps` steps, then what `after` has at those steps itself: it is not delayed.
Result<Schedule> overlaid(const Result<Schedule>& before, const Result<Schedule>& after, Step steps) {
  const auto seen =
      piecewise({.at = {0, static_cast<double>(steps)}, .values = {0, 1}, .interpolation = Interpolation::hold});
  return max(past_end(before, Beyond::zero, steps), multiply(after, seen));
}

/// The warm-up to `peak`, and the schedule: after it (warmup_prefix=True), or where it would have been without it.
Result<Schedule> warmed(Arguments& a, const Common& c, const Result<Schedule>& main, double peak) {
  if (!main) return main;
  if (c.warm == 0) return (*main)(0) == c.lr ? main : overlaid(held(c.lr, 1), main, 1);
  const auto rise = rise_from(c.first, peak, c.warm);
  if (c.first == 0)
    a.note("first-update-is-zero", "the warm-up starts at warmup_lr_init = 0, so the first epoch changes nothing",
           "give a warmup_lr_init above 0", 0);
  if (c.prefix) return then(rise, main);
  if ((*main)(c.warm) < peak)
    a.note("peak-not-reached",
           "the warm-up lies over the schedule, which is at {} already when it ends: the rate never reaches {}",
           {plain((*main)(c.warm)), plain(peak)}, "give warmup_prefix=True", c.warm);
  return overlaid(rise, main, c.warm);
}

Result<Reading> read(Arguments& a, const Common& c, const Result<Schedule>& main) {
  if (a.error()) return refused<Reading>();
  return reading(warmed(a, c, main, c.lr));
}

// ---- cycles

/// One cycle of a scheduler from `from` to lr_min over `steps`, and timm's own formula of it with p = t^k / T^k.
struct Wave {
  std::function<Result<Schedule>(double from, Step steps)> cycle;
  std::function<double(double from, double t, double steps)> value;
};

struct Cycles {
  Step first = 1, limit = 1;
  double mul = 1, decay = 1, floor = 0;

  /// timm's own index of the cycle, by the logarithm: wrong at some restarts.
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

/// Are all restarts whole, and where they belong?
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

/// Everything after the last cycle stands at lr_min.
Result<Schedule> laid_out(const Cycles& c, double lr, const Wave& wave) {
  Result<Schedule> all = held(c.floor);
  for (Step i = c.limit; i-- > 0;) {
    const auto at = static_cast<double>(i);
    all = then(wave.cycle(lr * math::pow(c.decay, at), static_cast<Step>(c.length(at))), all);
  }
  return all;
}

/// timm's own arithmetic, for restarts that are not whole or not where they belong.
Result<Schedule> computed(Arguments& a, const Cycles& c, double lr, const Wave& wave) {
  const auto value = [c, lr, wave](Step step) {
    const auto t = static_cast<double>(step);
    const double i = c.index(t);
    if (!(i < static_cast<double>(c.limit))) return c.floor;
    return wave.value(lr * math::pow(c.decay, i), t - c.start(i), c.length(i));
  };
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

/// Restarts that timm puts into the wrong cycle.
void note_restarts(Arguments& a, const Cycles& c) {
  for (Step i = 1; i < std::min(c.limit, Step{64}); ++i) {
    const double start = c.start(static_cast<double>(i));
    if (start != std::floor(start) || start > 0x1p53 || c.index(start) == static_cast<double>(i)) continue;
    a.note("restart-lost",
           "timm finds a cycle by its logarithm, and puts this restart into the cycle before: the rate "
           "is lr_min there, not the peak",
           "write cosine_restarts(...), which counts in whole numbers", static_cast<Step>(start));
    return;
  }
}

Result<Schedule> cycled(Arguments& a, double lr, const Wave& wave) {
  const Cycles c = cycles_of(a);
  if (a.error()) return refused<Schedule>();
  if (c.limit == 0) return held(c.floor);
  note_restarts(a, c);
  if (c.limit > 64 || !are_exact(c)) return computed(a, c, lr, wave);
  return laid_out(c, lr, wave);
}

Result<Reading> cosine_timm(Arguments& a) {
  const Common common_ = common(a);
  const double k = a.number("k_decay"), floor = a.number("lr_min"), lr = common_.lr;
  a.require(k > 0, "k_decay must be above 0");
  const Cycles c = cycles_of(a);
  if (!a.error() && c.mul == 1 && k == 1 && c.limit > 1)
    return read(
        a, common_,
        cosine_restarts(
            {.from = lr, .to = floor, .period = c.first, .amp_mult = c.decay, .cycles = c.limit, .end = End::after}));
  const Wave wave{[=](double from, Step steps) {
                    return cosine({.from = from, .to = floor, .steps = steps, .end = End::after, .k_decay = k});
                  },
                  [=](double from, double t, double steps) {
                    return floor + 0.5 * (from - floor) * (1 + math::cos_pi(math::pow(t, k) / math::pow(steps, k)));
                  }};
  if (!a.error() && c.limit == 1 && c.mul == 1) return read(a, common_, wave.cycle(lr, c.first));
  return read(a, common_, cycled(a, lr, wave));
}

Result<Reading> poly_timm(Arguments& a) {
  const Common common_ = common(a);
  const double k = a.number("k_decay"), power = a.number("power"), floor = a.number("lr_min"), lr = common_.lr;
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
  if (!a.error() && c.limit == 1 && c.mul == 1) return read(a, common_, cycle(lr, c.first));
  return read(a, common_, cycled(a, lr, {cycle, value}));
}

Result<Reading> tanh_timm(Arguments& a) {
  const Common common_ = common(a);
  const double lb = a.number("lb"), ub = a.number("ub"), floor = a.number("lr_min");
  a.require(lb < ub, "timm asserts lb < ub");
  const Wave wave{[=](double from, Step steps) {
                    return tanh({.from = from, .to = floor, .steps = steps, .end = End::after, .lb = lb, .ub = ub});
                  },
                  [=](double from, double t, double steps) {
                    const double p = t / steps;
                    return floor + 0.5 * (from - floor) * (1 - math::tanh(lb * (1 - p) + ub * p));
                  }};
  const auto main = cycled(a, common_.lr, wave);
  if (a.error() || !main) return reading(main);
  const double peak = common_.prefix || common_.warm == 0 ? common_.lr : (*main)(common_.warm);
  return reading(warmed(a, common_, main, peak));
}

// ---- steps

Result<Reading> step_timm(Arguments& a) {
  const Common c = common(a);
  const double period = a.number("decay_t"), rate = a.number("decay_rate");
  a.require(period > 0, "decay_t must be above 0; timm divides by it");
  if (rate == 1)
    a.note("default-surprise", "decay_rate is 1.0, so the rate never drops", "give decay_rate, for example 0.1");
  if (period == std::floor(period))
    return read(a, c, step_decay({.from = c.lr, .gamma = rate, .period = static_cast<Step>(period)}));
  return read(a, c, exponential({.from = c.lr, .rate = rate, .period = period, .staircase = Switch::yes}));
}

/// The drops come one epoch early: timm looks for t + 1. Out of order, by what its search finds.
Result<Schedule> dropping(const Common& c, const std::vector<Step>& list, double rate) {
  if (std::is_sorted(list.begin(), list.end())) {
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

Result<Reading> multistep_timm(Arguments& a) {
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
  return read(a, c, dropping(c, list, rate));
}

// ---- warm-up, stable, decay

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

/// A stable phase that falls itself: (1 + t / timescale)^-power of lr, and the decay of what is above lr_min.
Result<Schedule> falling_stable(Arguments& a, const Common& c, Step run, Step fall) {
  const double floor = a.number("lr_min"), power = a.text("stable_fn") == "rsqrt" ? 0.5 : a.number("stable_power");
  const double scale = a.maybe("stable_timescale").value_or(static_cast<double>(c.warm));
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

Result<Reading> wsd_timm(Arguments& a) {
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
  if (a.error()) return refused<Reading>();
  if (stable != "constant") return read(a, c, falling_stable(a, c, run, fall));
  const double top = std::max(c.lr, floor);
  return read(a, c, then(held(top, run - fall), wsd_fall(a, top, floor, fall)));
}

Result<Reading> reacts(Arguments& a) {
  a.require(false, "a plateau reacts to a metric, so it is no function of the step: `etude list controllers`");
  return refused<Reading>();
}

// ---- create_scheduler_v2

/// A call of one of the classes above, put together from create_scheduler_v2's arguments.
class Call {
 public:
  Call(Arguments& a, const std::string& name) : a_(a) {
    call_.type = Literal::Type::call;
    call_.text = filled("timm.{}", {name});
    call_.column = a.literal("sched").column;
  }
  Call& with(const std::string& name, double value) {
    Literal number;
    number.type = Literal::Type::number;
    number.number = value;
    call_.named.emplace_back(name, number);
    return *this;
  }
  Call& with(const std::string& name, const std::string& value) {
    Literal text;
    text.type = Literal::Type::text;
    text.text = value;
    call_.named.emplace_back(name, text);
    return *this;
  }
  /// The argument `from` there is `name` of the class.
  Call& pass(const std::string& name, const char* from) {
    call_.named.emplace_back(name, a_.literal(from));
    return *this;
  }
  Call& pass(std::initializer_list<const char*> names) {
    for (const char* name : names) pass(name, name);
    return *this;
  }
  Call& milestones(double unit) {
    Literal list;
    list.type = Literal::Type::list;
    for (const double milestone : a_.numbers("decay_milestones")) {
      Literal number;
      number.type = Literal::Type::number;
      number.number = milestone * unit;
      list.items.push_back(number);
    }
    call_.named.emplace_back("decay_t", list);
    return *this;
  }
  Call& warmup(double unit) {
    return with("warmup_t", a_.number("warmup_epochs") * unit).pass("warmup_lr_init", "warmup_lr");
  }
  Result<Reading> read() { return read_inner(timm_language(), call_, a_.number("lr"), a_.horizon()); }

 private:
  Arguments& a_;
  Literal call_;
};

Result<Reading> create_wsd(Arguments& a, double unit) {
  const bool is_root = a.text("sched") == "rsqrt";
  const double epochs = a.number("num_epochs") * unit;
  const double run = a.flag("warmup_prefix") ? epochs : epochs - a.number("warmup_epochs") * unit;
  const double given = a.maybe("decay_epochs").value_or(0.2);
  Call call(a, "WSDLRScheduler");
  call.with("t_initial", run).with("decay_t", std::nearbyint(given > 0 && given < 1 ? given * run : given * unit));
  call.with("stable_fn", is_root ? "rsqrt" : "constant").pass("lr_min", "min_lr").warmup(unit);
  if (!a.is_none("stable_timescale")) call.with("stable_timescale", a.number("stable_timescale") * unit);
  call.with("decay_fn", a.is_none("decay_fn") ? std::string(is_root ? "linear" : "1-sqrt") : a.text("decay_fn"));
  return call.read();
}

Result<Reading> create_cycles(Arguments& a, const std::string& name, double unit) {
  Call call(a, name == "cosine" ? "CosineLRScheduler" : name == "tanh" ? "TanhLRScheduler" : "PolyLRScheduler");
  call.with("t_initial", a.number("num_epochs") * unit).pass("lr_min", "min_lr").warmup(unit);
  call.pass({"warmup_prefix", "cycle_mul", "cycle_decay", "cycle_limit"});
  if (name == "poly") call.pass("power", "decay_rate");
  if (name != "tanh") call.pass({"k_decay"});
  return call.read();
}

Result<Reading> create_steps(Arguments& a, const std::string& name, double unit) {
  if (name == "multistep")
    return Call(a, "MultiStepLRScheduler").milestones(unit).warmup(unit).pass({"decay_rate", "warmup_prefix"}).read();
  const bool flat = name == "constant";
  Call call(a, "StepLRScheduler");
  call.with("decay_t", flat ? 1 : a.maybe("decay_epochs").value_or(90) * unit).pass({"warmup_prefix"}).warmup(unit);
  return call.with("decay_rate", flat ? 1 : a.number("decay_rate")).read();
}

Result<Reading> create_scheduler(Arguments& a) {
  const std::string name = a.text("sched");
  const double unit = a.flag("step_on_epochs") ? 1 : static_cast<double>(a.steps("updates_per_epoch", 1));
  a.require(a.is_none("noise"), "noise is drawn by torch's generator and not read; write noise(...) around it");
  if (a.error()) return refused<Reading>();
  if (name == "wsd" || name == "rsqrt") return create_wsd(a, unit);
  if (name == "cosine" || name == "tanh" || name == "poly") return create_cycles(a, name, unit);
  if (name == "step" || name == "multistep" || name == "constant") return create_steps(a, name, unit);
  if (name == "plateau") return reacts(a);
  a.require(false,
            "sched is 'cosine', 'tanh', 'step', 'multistep', 'poly', 'wsd', 'rsqrt', 'constant' or 'plateau', "
            "not '{}'",
            {name});
  return refused<Reading>();
}

// ---- writing

using Texts = std::vector<std::string>;

/// The warm-up, if there is one, and what timm says of where it stands.
struct Warm : Slope {
  std::string prefix = "True";
};

/// The whole call: the rate, the arguments of its own, and the warm-up.
std::string scheduler_text(const std::string& name, double lr, const std::string& arguments, const Warm& rise) {
  const bool is_warm = rise.moves > 0;
  return filled("timm.{}(lr={}, {}{})",
                {name, lr, arguments,
                 when(is_warm, ", ",
                      arguments_text(
                          {{"warmup_t", rise.moves}, {"warmup_lr_init", rise.from}, {"warmup_prefix", rise.prefix}}))});
}

std::string cycle_arguments(const Slope& slope, double to) {
  return arguments_text({{"t_initial", slope.moves}, {"lr_min", to}});
}

std::string poly_arguments(const Slope& slope, double power, double k_decay) {
  return arguments_text({{"t_initial", slope.moves},
                         {"power", power},
                         {"lr_min", slope.to},
                         {"k_decay", when(k_decay != 1, "", k_decay)}});
}

std::string restarts_arguments(const CosineRestarts& waves) {
  return arguments_text({{"t_initial", waves.period},
                         {"lr_min", waves.to},
                         {"cycle_mul", waves.mult},
                         {"cycle_decay", waves.amp_mult},
                         {"cycle_limit", waves.cycles == endless ? 1000000000 : waves.cycles}});
}

/// timm looks for t + 1, so each milestone is one more.
std::string milestones_arguments(const Multistep& drops) {
  std::string list;
  for (const Step milestone : drops.milestones) add_item(list, milestone + (drops.side == Side::after ? 2 : 1));
  return filled("decay_t=[{}], decay_rate={}", {list, drops.gamma});
}

/// The decay from `lr`, after a warm-up or without one; empty where timm has none.
std::string decay_text(const Schedule& schedule, double lr, const Warm& rise) {
  if (const auto* k = schedule.as<Cosine>(); k && k->exponent == 1 && k->first == First::from)
    return scheduler_text(
        "CosineLRScheduler", lr,
        cycle_arguments(slope_of(schedule, *k), k->to) + (k->k_decay == 1 ? "" : filled(", k_decay={}", {k->k_decay})),
        rise);
  if (const auto* k = schedule.as<CosineRestarts>(); k && k->end == End::after)
    return scheduler_text("CosineLRScheduler", lr, restarts_arguments(*k), rise);
  if (const auto* k = schedule.as<Linear>(); k && k->first == First::from)
    return scheduler_text("PolyLRScheduler", lr, poly_arguments(slope_of(schedule, *k), 1, 1), rise);
  if (const auto* k = schedule.as<Polynomial>(); k && k->first == First::from && k->cycle == Switch::no) {
    const bool is_done = k->base == PowerBase::done;
    const std::string arguments =
        poly_arguments(slope_of(schedule, *k), is_done ? 1 : k->power, is_done ? k->power : 1);
    return scheduler_text("PolyLRScheduler", lr, arguments, rise);
  }
  if (const auto* k = schedule.as<Tanh>(); k && k->first == First::from)
    return scheduler_text("TanhLRScheduler", lr,
                          filled("{}, lb={}, ub={}", {cycle_arguments(slope_of(schedule, *k), k->to), k->lb, k->ub}),
                          rise);
  if (const auto* k = schedule.as<StepDecay>())
    return scheduler_text("StepLRScheduler", lr, filled("decay_t={}, decay_rate={}", {k->period, k->gamma}), rise);
  if (const auto* k = schedule.as<Exponential>(); k && k->floor == 0)
    return scheduler_text("StepLRScheduler", lr,
                          k->staircase == Switch::yes
                              ? filled("decay_t={}, decay_rate={}", {k->period, k->rate})
                              : filled("decay_t=1, decay_rate={}", {math::pow(k->rate, 1 / k->period)}),
                          rise);
  if (const auto* k = schedule.as<Multistep>())
    return scheduler_text("MultiStepLRScheduler", lr, milestones_arguments(*k), rise);
  if (schedule.as<Constant>()) return scheduler_text("StepLRScheduler", lr, "decay_t=1, decay_rate=1.0", rise);
  return "";
}

std::string wsd_shape(const Schedule& fall) {
  if (fall.as<Linear>()) return "decay_fn='linear'";
  if (const auto* k = fall.as<Cosine>(); k && k->exponent == 1 && k->k_decay == 1) return "decay_fn='cosine'";
  if (const auto* k = fall.as<ExponentialRamp>()) return filled("decay_fn='exp', decay_ratio={}", {k->rate});
  const auto* k = fall.as<Polynomial>();
  if (!k || k->base != PowerBase::done) return "";
  return k->power == 0.5 ? "decay_fn='1-sqrt'" : filled("decay_fn='power', decay_power={}", {k->power});
}

/// The steps of a fall, and where it lands: the first two of its numbers that every ramp has.
std::optional<Slope> any_slope(const Schedule& fall) {
  if (const auto* k = fall.as<Linear>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<Cosine>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<Polynomial>()) return slope_of(fall, *k);
  if (const auto* k = fall.as<ExponentialRamp>()) return slope_of(fall, *k);
  return std::nullopt;
}

/// Constant, then a fall.
std::string wsd_text(const std::vector<Schedule>& pieces, std::size_t at, double lr, const Warm& rise) {
  const Constant* stable = at + 2 == pieces.size() ? pieces[at].as<Constant>() : nullptr;
  if (!stable) return "";
  const Slope fall = any_slope(pieces[at + 1]).value_or(Slope{});
  const std::string shape = wsd_shape(pieces[at + 1]);
  if (shape.empty() || fall.has_moved || fall.moves == 0) return "";
  const std::string arguments =
      arguments_text({{"t_initial", stable->steps + fall.moves}, {"decay_t", fall.moves}, {"lr_min", fall.to}});
  Warm always = rise;
  always.prefix.clear();
  return scheduler_text("WSDLRScheduler", lr, filled("{}, {}", {arguments, shape}), always);
}

/// A rise laid over a schedule that it does not delay, as warmup_prefix=False does: see overlaid().
std::string overlaid_text(const Schedule& schedule) {
  const Max* both = schedule.as<Max>();
  const Multiply* seen = both && both->of.size() == 2 ? both->of[1].as<Multiply>() : nullptr;
  const Warmup* warm = seen ? inside(both->of[0]).as<Warmup>() : nullptr;
  if (!warm) return "";
  const Schedule& main = inside(seen->of[0]);
  Warm rise{slope_of(inside(both->of[0]), *warm), "False"};
  return decay_text(main, main.as<Tanh>() ? main.as<Tanh>()->from : main(0), rise);
}

Texts phrases(const Plan& plan) {
  const std::vector<Schedule> pieces = pieces_of(inside(plan.lr));
  const Warmup* warm = pieces.size() > 1 ? pieces[0].as<Warmup>() : nullptr;
  const Linear* line = pieces.size() > 1 && !warm ? pieces[0].as<Linear>() : nullptr;
  Warm rise{warm ? slope_of(pieces[0], *warm) : line && line->from < line->to ? slope_of(pieces[0], *line) : Slope{}};
  const std::size_t at = rise.moves > 0 ? 1 : 0;
  rise.from = rise.start;
  const double lr = at ? rise.to : pieces[0](0);
  Texts texts{decay_text(inside(pieces[at]), lr, rise), wsd_text(pieces, at, lr, rise), overlaid_text(pieces[0])};
  std::erase(texts, "");
  return texts;
}

std::string program(const Literal& call, const Plan&, Step steps) {
  const std::string name(last_name(call.text));
  const bool is_wsd = name == "WSDLRScheduler";
  std::string arguments = "optimizer";
  for (const auto& [key, value] : call.named)
    if (key != "lr") arguments += filled(", {}={}", {key, value.source});
  return filled(
      "import sys\n\nimport torch\nfrom timm.scheduler{} import {}\n\n\ndef make_scheduler(optimizer):\n"
      "    \"\"\"For an optimizer whose lr is {}; call scheduler.step(t) with the t that comes next.\"\"\"\n    return "
      "{}({})\n{}",
      {when(is_wsd, ".wsd_lr"), name, rate_of(call), name, arguments,
       torch_main(rate_of(call), "scheduler.step(step + 1)", steps)});
}

std::string closed_form(const std::string& function, const Plan&, Step steps) {
  return filled(
      "import math\nimport sys\n\nimport torch\nfrom timm.scheduler.scheduler import "
      "Scheduler\n\n\n{}\n\nclass RateScheduler(Scheduler):\n"
      "    \"\"\"Puts rate(t) into the optimizer, whatever its lr is.\"\"\"\n\n"
      "    def __init__(self, optimizer):\n"
      "        super().__init__(optimizer, param_group_field=\"lr\")\n"
      "        self.update_groups(rate(0))\n\n"
      "    def _get_lr(self, t):\n"
      "        return [rate(t) for _ in self.base_values]\n\n\n"
      "def make_scheduler(optimizer):\n"
      "    \"\"\"Call scheduler.step(t) with the t that comes next.\"\"\"\n"
      "    return RateScheduler(optimizer)\n{}",
      {function, torch_main(1, "scheduler.step(step + 1)", steps)});
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

}  // namespace

const Language& timm_language() {
  static constexpr Entry entries[] = {
      {"CosineLRScheduler", of_cosine, "cosine decays with restarts", &cosine_timm},
      {"PolyLRScheduler", of_poly, "a power of what remains, with restarts", &poly_timm},
      {"TanhLRScheduler", of_tanh, "an S-curve, with restarts", &tanh_timm},
      {"StepLRScheduler", of_step, "times decay_rate every decay_t", &step_timm},
      {"MultiStepLRScheduler", of_step, "times decay_rate one epoch before each decay_t", &multistep_timm},
      {"WSDLRScheduler", of_wsd, "warm-up, stable, decay", &wsd_timm},
      {"PlateauLRScheduler", of_plateau, "reacts to a metric: see etude list controllers", &reacts},
      {"create_scheduler_v2", of_create, "the scheduler of that name", &create_scheduler},
  };
  static constexpr Language language{"timm",
                                     "timm.scheduler; one step is one epoch, or one update with step_update()",
                                     {},
                                     entries,
                                     {&phrases, &program, &closed_form}};
  return language;
}

}  // namespace etude::dialect
