// DeepSpeed: deepspeed.runtime.lr_schedules. The engine calls step() after each update and the counter starts at -1,
// so the warm-up schedules lag by one: the first two updates have the lowest rate.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"

namespace etude::dialect::deepspeed {
namespace {

bool check_rise(Arguments& a) {
  if (a.steps("warmup_num_steps", -max_step) == 1)
    a.note("default-surprise", "warmup_num_steps 1 counts as 2", "give 2 or more");
  return a.require(a.steps("warmup_num_steps", -max_step) > 0,
                   "warmup_num_steps must be at least 1: DeepSpeed raises ValueError");
}

bool is_linear(Arguments& a) {
  const std::string type = a.text("warmup_type");
  if (type != "linear" && type != "log")
    a.note("ignored-argument", "warmup_type '{}' is not known: DeepSpeed takes 'log'", {type},
           "write 'log' or 'linear'");
  return type == "linear";
}

/// The lowest rate for one step, because the counter lags, and then the rise.
Result<Schedule> rise_of(Arguments& a, double first, double from, double to) {
  const Step steps = std::max(a.steps("warmup_num_steps"), Step{2});
  if (first == 0 && from == 0)
    a.note("first-update-is-zero", "the first two updates have rate 0: the counter starts at -1",
           "give a lowest rate above 0", Step{0});
  const auto rise = is_linear(a)
                        ? rise_from(from, to, steps)
                        : warmup({.to = to, .steps = steps, .from = from, .first = First::from, .shape = Rise::log});
  return then(held(first, 1), rise);
}

double peak_of(Arguments& a) { return a.is_none("warmup_max_lr") ? a.number("lr") : a.number("warmup_max_lr"); }

Result<Reading> read_warmup(Arguments& a) {
  if (!check_rise(a)) return refused();
  const double low = a.number("warmup_min_lr"), high = peak_of(a);
  return reading(then(rise_of(a, low, low, high), held(high)));
}

/// The steps of the decay after the rise: none where the run is shorter than its rise.
Step decay_steps(Arguments& a) {
  const Step rise = std::max(a.steps("warmup_num_steps"), Step{2}), total = a.steps_or_run("total_num_steps");
  if (total < rise)
    a.note("warmup-longer-than-run", "total_num_steps is below warmup_num_steps: the rate drops to its end at once",
           "give a shorter warm-up", total);
  return std::max(total - rise, Step{0});
}

Result<Reading> read_warmup_decay(Arguments& a) {
  if (!check_rise(a)) return refused();
  const double low = a.number("warmup_min_lr"), high = a.number("warmup_max_lr");
  const Step steps = decay_steps(a);
  const auto fall = steps > 0 ? straight(high, low, steps) : held(low);
  return reading(then(rise_of(a, low, low, high), fall));
}

Result<Reading> read_warmup_cosine(Arguments& a) {
  if (!check_rise(a)) return refused();
  const double lr = a.number("lr"), low = lr * a.number("cos_min_ratio");
  const Step steps = std::max(decay_steps(a), Step{1});
  const auto fall = cosine({.from = lr, .to = low, .steps = steps, .first = First::moved});
  return reading(then(rise_of(a, 0, lr * a.number("warmup_min_ratio"), lr), low < 0 ? max(fall, held(0)) : fall));
}

/// One cycle from low to high and back, of a rate or of a momentum. A stair count above 0 makes stairs of a slope.
struct Cycle {
  Step first = 1, second = 1, first_stairs = 0, second_stairs = 0;

  Step total() const { return first + second; }
  /// The height at t: 0 is low, 1 is high.
  double height(Step t) const {
    const Step at = t % total();
    const bool rises = at <= first;
    const Step stairs = rises ? first_stairs : second_stairs;
    const double part = static_cast<double>(rises ? at : total() - at);
    const double of = static_cast<double>(rises ? first : second);
    return stairs > 0 ? std::floor(part * static_cast<double>(stairs) / of) / static_cast<double>(stairs) : part / of;
  }
  bool has_stairs() const { return first_stairs > 0 || second_stairs > 0; }
};

Cycle cycle_of(Arguments& a) {
  Cycle c;
  c.first = a.steps("cycle_first_step_size", -max_step);
  c.second = a.is_none("cycle_second_step_size") ? c.first : a.steps("cycle_second_step_size", -max_step);
  c.first_stairs = a.steps("cycle_first_stair_count");
  c.second_stairs = a.is_none("cycle_second_stair_count") ? c.first_stairs : a.steps("cycle_second_stair_count");
  a.require(c.first < max_step / 8 && c.second < max_step / 8, "the cycle is too long");
  a.require(c.first > 0, "cycle_first_step_size must be above 0: DeepSpeed raises ValueError");
  a.require(c.second >= 0, "cycle_second_step_size must not be below 0: DeepSpeed raises ValueError");
  return c;
}

struct Decay {
  double rate = 0, size = 0;
  bool is_on() const { return rate != 0 && size != 0; }
  double factor(Step past) const { return is_on() ? 1 + rate * (static_cast<double>(past) / size) : 1; }
};

Result<Schedule> after_cycle(double low, const Decay& decay) {
  if (!decay.is_on()) return held(low);
  return inverse_time({.from = low, .rate = decay.rate, .period = decay.size});
}

Result<Schedule> cycle_lr(Arguments& a, const Cycle& c, double low, double high, const Decay& decay) {
  const auto end = after_cycle(low, decay);
  if (c.has_stairs()) {
    auto read = own_reading(
        a, [=](Step t) { return low + (high - low) * c.height(t); }, c.total());
    return then(window(read->plan.lr, 0, c.total()), end);
  }
  const auto up = straight(low, high, c.first);
  if (c.second == 0) return then(up, end);
  return then(up, straight(high, low, c.second), end);
}

/// Adam's beta1 moves against the rate. Before the first step() it has cycle_min_mom.
Result<Schedule> cycle_beta1(Arguments& a, const Cycle& c, const Decay& decay) {
  const double low = a.number("cycle_min_mom"), high = a.number("cycle_max_mom");
  const auto read = own_reading(a, [=](Step t) {
    if (t == 0) return low;
    return t <= c.total() ? high - (high - low) * c.height(t) : high * decay.factor(t - c.total());
  });
  if (c.has_stairs() || decay.is_on() || c.second == 0) return read->plan.lr;
  const auto top = static_cast<double>(c.first), end = static_cast<double>(c.total());
  if (c.first == 1) return piecewise({.at = {0, 1, end}, .values = {low, low, high}});
  return piecewise({.at = {0, 1, top, end}, .values = {low, high - (high - low) * c.height(1), low, high}});
}

Result<Reading> read_one_cycle(Arguments& a) {
  const Cycle c = cycle_of(a);
  if (a.error()) return refused();
  const double size = a.number("decay_step_size");
  const double low = a.number("cycle_min_lr"), high = a.number("cycle_max_lr");
  auto read = reading(cycle_lr(a, c, low, high, {a.number("decay_lr_rate"), size}));
  if (!read || !a.flag("cycle_momentum")) return read;
  const Decay growth{a.number("decay_mom_rate"), size};
  const auto beta1 = cycle_beta1(a, c, growth);
  if (!beta1) return pass_on(beta1.error());
  read->plan.beta1 = *beta1;
  a.note("momentum-moves", "Adam's beta1 moves too, and the first update has cycle_min_mom",
         "give cycle_momentum=False");
  if (growth.rate > 0 && growth.is_on())
    a.note("rises-after-end", "decay_mom_rate makes beta1 grow after the cycle, above 1 in the end", "leave it out");
  return read;
}

/// The line rises for ever; here it ends after a million intervals.
Result<Reading> read_range_test(Arguments& a) {
  const double from = a.number("lr_range_test_min_lr"), rate = a.number("lr_range_test_step_rate");
  const Step size = a.steps("lr_range_test_step_size", -max_step);
  if (!a.require(size > 0 && size < (Step{1} << 40),
                 "lr_range_test_step_size must be above 0: DeepSpeed raises ValueError"))
    return refused();
  if (a.flag("lr_range_test_staircase"))
    return own_reading(a, [=](Step t) { return from * (1 + rate * static_cast<double>(t / size)); });
  constexpr Step intervals = 1'000'000;
  return reading(rise_from(from, from * (1 + rate * static_cast<double>(intervals)), size * intervals));
}

constexpr Entry entries[] = {
    {"WarmupLR",
     "warmup_min_lr=0.0, warmup_max_lr=None, warmup_num_steps=1000, warmup_type='log', last_batch_iteration=-1, "
     "lr=1.0",
     "a rise, then flat", &read_warmup},
    {"WarmupDecayLR",
     "total_num_steps=None, warmup_min_lr=0.0, warmup_max_lr=0.001, warmup_num_steps=1000, warmup_type='log', "
     "last_batch_iteration=-1",
     "a rise, then a straight line", &read_warmup_decay},
    {"WarmupCosineLR",
     "total_num_steps=None, warmup_min_ratio=0.0, warmup_num_steps=1000, cos_min_ratio=0.0001, "
     "warmup_type='log', last_batch_iteration=-1, lr=1.0",
     "a rise, then half a cosine wave", &read_warmup_cosine},
    {"OneCycle",
     "cycle_min_lr, cycle_max_lr, decay_lr_rate=0.0, cycle_first_step_size=2000, cycle_second_step_size=None, "
     "cycle_first_stair_count=0, cycle_second_stair_count=None, decay_step_size=0, cycle_momentum=True, "
     "cycle_min_mom=0.8, cycle_max_mom=0.9, decay_mom_rate=0.0, last_batch_iteration=-1",
     "one cycle, then flat or 1/t; beta1 moves against it", &read_one_cycle},
    {"LRRangeTest",
     "lr_range_test_min_lr=0.001, lr_range_test_step_size=2000, lr_range_test_step_rate=1.0, "
     "lr_range_test_staircase=False, last_batch_iteration=-1",
     "the growing rate of a range test", &read_range_test},
};

}  // namespace

constexpr Language language{.name = "deepspeed",
                            .library = "DeepSpeed, deepspeed.runtime.lr_schedules",
                            .entries = entries,
                            .writing = &writing,
                            .block = {.library = "DeepSpeed",
                                      .name = "type",
                                      .arguments = "params",
                                      .around = "scheduler",
                                      .others = &torch::language}};

}  // namespace etude::dialect::deepspeed
