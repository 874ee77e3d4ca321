// PyTorch-Ignite: ignite.handlers.param_scheduler. The value at t is that of event t, as simulate_values() has it.

#include <algorithm>
#include <cmath>

#include "dialect/read/reading.h"
#include "etude/base/math.h"

namespace etude::dialect::ignite {
namespace {

enum class Wave { cosine, line, tent };

/// Most cycles are one alone.
double power(double factor, Step n) { return n == 1 ? factor : math::pow(factor, static_cast<double>(n)); }

/// ignite's cycles: the length and both values of each are those of the one before it times a factor.
struct Cycles {
  Wave wave = Wave::cosine;
  double start = 1, end = 0;
  Step size = 2, rise = 0;  // the steps of the way to `end`, and of the way back
  double mult = 1, start_mult = 1, end_mult = 1;

  Step whole() const { return size + rise; }
  Step longer(Step steps) const { return static_cast<Step>(std::min(static_cast<double>(steps) * mult, 0x1p60)); }

  /// Becomes the cycle that holds event t, and returns t inside it. After 65,536 cycles they grow no more.
  Step advance(Step t) {
    for (int i = 0; size > 0 && t >= whole(); ++i) {
      if (i == 65536) mult = 1;
      const bool grows = longer(size) != size || longer(rise) != rise;
      const Step cycles = grows ? 1 : t / whole();
      t -= cycles * whole();
      start *= power(start_mult, cycles);
      end *= power(end_mult, cycles);
      size = longer(size);
      rise = longer(rise);
    }
    return t;
  }

  double inside(Step t) const {
    const double done = static_cast<double>(t) / static_cast<double>(size);
    if (wave == Wave::cosine) return start + ((end - start) / 2) * (1 - math::cos(math::pi * done));
    if (wave == Wave::line) return start + (end - start) * done;
    return end + (start - end) * std::abs(done - 0.5) * 2;
  }

  double operator()(Step at) const {
    Cycles now = *this;
    const Step t = now.advance(at);
    if (now.size == 0) return std::nan("");
    if (t >= now.size) now.start *= start_mult;
    if (t <= now.size) return now.inside(t);
    return now.end + (now.start - now.end) * (static_cast<double>(t - now.size) / static_cast<double>(now.rise));
  }
};

/// One cycle, where all are alike.
Result<Schedule> one_cycle(const Cycles& c) {
  if (c.wave == Wave::tent)
    return window(piecewise({.at = {0, static_cast<double>(c.size) / 2, static_cast<double>(c.size)},
                             .values = {c.start, c.end, c.start}}),
                  0, c.size);
  const auto down = c.wave == Wave::cosine ? half_wave(c.start, c.end, c.size) : straight(c.start, c.end, c.size);
  if (c.rise == 0) return down;
  return then(down, straight(c.end, c.start, c.rise));
}

Result<Reading> reading_of(Arguments& a, const Cycles& c) {
  if (c.start_mult != 1 || c.end_mult != 1 || c.mult < 1) return own_reading(a, c);
  if (c.wave == Wave::cosine && c.rise == 0)
    return reading(
        cosine_restarts({.from = c.start, .to = c.end, .period = c.size, .mult = c.mult, .end = End::after}));
  if (c.mult != 1) return own_reading(a, c);
  return reading(repeat(one_cycle(c)));
}

/// The event at which the cycles have shrunk to nothing.
Step vanishing(Cycles c) {
  Step end = 0;
  for (; c.size > 0; c.size = c.longer(c.size), c.rise = c.longer(c.rise)) end += c.whole();
  return end;
}

Cycles cycles_of(Arguments& a, Wave wave) {
  Cycles c{wave,
           a.number("start_value"),
           a.number("end_value"),
           a.steps("cycle_size", -max_step),
           a.steps("warmup_duration"),
           a.number("cycle_mult"),
           a.number("start_value_mult"),
           a.number("end_value_mult")};
  a.require(c.size <= max_step / 8 && c.rise <= max_step / 8, "the cycle is too long");
  a.require(c.size >= 2, "cycle_size must be at least 2: ignite raises ValueError");
  a.require(c.mult >= 0, "cycle_mult must not be below 0");
  if (!a.error() && c.mult < 1)
    a.note("raises-after-end", "cycle_mult below 1 shrinks the cycle to 0, where ignite ends with ZeroDivisionError",
           "give 1 or more", vanishing(c));
  return c;
}

Result<Reading> read_cosine(Arguments& a) {
  const Cycles c = cycles_of(a, Wave::cosine);
  if (a.error()) return refused();
  return reading_of(a, c);
}

Result<Reading> read_linear(Arguments& a) {
  const bool falls = a.flag("monotonic");
  const Cycles c = cycles_of(a, falls ? Wave::line : Wave::tent);
  a.require(falls || c.rise == 0, "warmup_duration needs monotonic=True: ignite raises ValueError");
  if (a.error()) return refused();
  return reading_of(a, c);
}

/// Two milestones at one event are a jump. Then the value of the earlier one is interpolated to the event before, and
/// stands there.
void add_point(Piecewise& points, double at, double value) {
  if (!points.at.empty() && points.at.back() == at) {
    const std::size_t n = points.at.size();
    const double low = n > 1 ? points.at[n - 2] : at - 2, before = n > 1 ? points.values[n - 2] : points.values[n - 1];
    points.values[n - 1] = before + (points.values[n - 1] - before) * (at - 1 - low) / (at - low);
    points.at[n - 1] = at - 1;
    if (points.at[n - 1] <= low || at == 0) points.at.pop_back(), points.values.pop_back();
  }
  points.at.push_back(at);
  points.values.push_back(value);
}

Result<Reading> read_piecewise(Arguments& a) {
  Piecewise points;
  const auto pairs = a.pairs("milestones_values");
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    a.require(i == 0 || pairs[i].first >= pairs[i - 1].first,
              "milestones must be in their order: ignite raises ValueError");
    a.require(pairs[i].first == std::floor(pairs[i].first),
              "milestones must be whole numbers: ignite raises TypeError");
    add_point(points, pairs[i].first, pairs[i].second);
  }
  if (!a.require(!pairs.empty(), "milestones_values needs at least one pair: ignite raises ValueError"))
    return refused();
  if (points.at.size() == 1 && points.at[0] == pairs[0].first) return reading(held(pairs[0].second));
  return reading(of_any_sign(std::move(points)));
}

/// The steps at which the schedulers begin. A scheduler whose duration is 0 or less never ends; the first may have 0.
std::vector<Step> begins_of(const std::vector<Step>& durations) {
  std::vector<Step> starts{0};
  for (std::size_t i = 0; i < durations.size(); ++i) {
    if (durations[i] < 0 || (durations[i] == 0 && i > 0)) break;
    starts.push_back(starts.back() + durations[i]);
  }
  return starts;
}

Result<Reading> read_concatenated(Arguments& a) {
  std::vector<Schedule> schedules = a.inners("schedulers");
  const std::vector<Step> durations = a.milestones("durations");
  if (!a.require(schedules.size() > 1, "schedulers needs more than one: ignite raises ValueError") ||
      !a.require(schedules.size() == durations.size() + 1,
                 "durations must be one less than schedulers: ignite raises ValueError"))
    return refused();
  std::vector<Step> starts = begins_of(durations);
  if (starts.size() < schedules.size())
    a.note("ignored-argument", "a duration of 0 never ends: what comes after it is never reached",
           "leave that scheduler out");
  schedules.resize(starts.size(), schedules[0]);
  if (starts.size() > 1 && starts[1] == 0) starts.erase(starts.begin()), schedules.erase(schedules.begin());
  return reading(in_turn(schedules, starts));
}

Result<Reading> read_warmup(Arguments& a) {
  const Schedule rest = a.inner(a.literal("lr_scheduler"));
  const Step steps = a.steps("warmup_duration", -max_step);
  if (!a.require(steps > 1, "warmup_duration must be at least 2: ignite raises ValueError")) return refused();
  const double from = a.number("warmup_start_value");
  const double to = a.is_none("warmup_end_value") ? a.number("lr") : a.number("warmup_end_value");
  note_first_zero(a, from, steps);
  const auto rise = warmup({.to = to, .steps = steps, .from = from, .first = First::from});
  // a schedule that starts at the value at which the warm-up ends takes that event over
  return reading(then(rest(0) == to ? window(rise, 0, steps - 1) : rise, rest));
}

constexpr Entry entries[] = {
    {"LinearCyclicalScheduler",
     "param_name='lr', start_value=None, end_value=None, cycle_size=None, cycle_mult=1.0, start_value_mult=1.0, "
     "end_value_mult=1.0, warmup_duration=0, save_history=False, param_group_index=None, monotonic=False",
     "there and back in lines, over and over", &read_linear},
    {"CosineAnnealingScheduler",
     "param_name='lr', start_value=None, end_value=None, cycle_size=None, cycle_mult=1.0, start_value_mult=1.0, "
     "end_value_mult=1.0, warmup_duration=0, save_history=False, param_group_index=None",
     "half a cosine wave, over and over", &read_cosine},
    {"PiecewiseLinear", "param_name='lr', milestones_values=None, save_history=False, param_group_index=None",
     "lines between milestones", &read_piecewise},
    {"ConcatScheduler", "schedulers, durations, save_history=False", "one after the other", &read_concatenated},
    {"create_lr_scheduler_with_warmup",
     "lr_scheduler, warmup_start_value, warmup_duration, warmup_end_value=None, save_history=False, "
     "output_simulated_values=None, lr=1.0",
     "a rise, then another scheduler", &read_warmup},
};

}  // namespace

constexpr Language language{.name = "ignite", .library = "PyTorch-Ignite, ignite.handlers", .entries = entries};

}  // namespace etude::dialect::ignite
